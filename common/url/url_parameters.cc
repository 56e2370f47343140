#include "common/url/url_parameters.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace akin {
namespace {

constexpr absl::string_view kTrackerPrefixes[] = {
    "utm_",      "mtm_",      "hsa_",    "guce_",  "__twitter", "at_campaign",
    "at_custom", "at_medium", "at_link", "at_bbc", "at_ptr",    "vero_"};

constexpr absl::string_view kTrackers[] = {"_branch_match_id",
                                           "_ga",
                                           "_gl",
                                           "__hsfp",
                                           "__hssc",
                                           "__hstc",
                                           "_hsenc",
                                           "_hsmi",
                                           "_openstat",
                                           "ck_subscriber_id",
                                           "cmpid",
                                           "dclid",
                                           "dicbo",
                                           "echobox",
                                           "ef_id",
                                           "epik",
                                           "fb_action_ids",
                                           "fb_action_types",
                                           "fb_ref",
                                           "fb_source",
                                           "fbclid",
                                           "gbraid",
                                           "gclid",
                                           "gclsrc",
                                           "guccounter",
                                           "hsctatracking",
                                           "icid",
                                           "igsh",
                                           "igshid",
                                           "irclickid",
                                           "ito",
                                           "li_fat_id",
                                           "mbid",
                                           "mc_cid",
                                           "mc_eid",
                                           "mibextid",
                                           "mkt_tok",
                                           "ml_subscriber",
                                           "ml_subscriber_hash",
                                           "msclkid",
                                           "ncid",
                                           "ns_campaign",
                                           "ns_fee",
                                           "ns_linkname",
                                           "ns_mchannel",
                                           "ns_source",
                                           "ocid",
                                           "oly_anon_id",
                                           "oly_enc_id",
                                           "pk_campaign",
                                           "pk_cid",
                                           "pk_content",
                                           "pk_keyword",
                                           "pk_kwd",
                                           "pk_medium",
                                           "pk_source",
                                           "rb_clickid",
                                           "ref_src",
                                           "ref_url",
                                           "s_kwcid",
                                           "smid",
                                           "smtyp",
                                           "soc_src",
                                           "soc_trk",
                                           "spm",
                                           "spref",
                                           "sr_share",
                                           "srnd",
                                           "taid",
                                           "ttclid",
                                           "twclid",
                                           "wbraid",
                                           "wt_mc",
                                           "wt_zmc",
                                           "xtor",
                                           "yclid"};

constexpr absl::string_view kIncidentalPrefixes[] = {"ns_", "at_", "pk_", "aspsessionid"};

constexpr absl::string_view kIncidentals[] = {
    "amp",    "amp_js_v",   "cmp",    "usqp",  "phpsessid", "jsessionid", "sessionid",
    "sessid", "session_id", "oscsid", "zenid", "cfid",      "cftoken"};

// Names that also select content elsewhere; they track where the value names a channel.
constexpr absl::string_view kChannelNames[] = {"source",  "from", "ref",        "via",
                                               "partner", "feed", "outputtype", "referrer"};
constexpr absl::string_view kChannels[] = {"rss",   "feed",       "twitter", "facebook",
                                           "email", "newsletter", "amp",     "social"};

// Short names that are sessions only where the value looks like one.
constexpr absl::string_view kSessionNames[] = {"s", "sid", "session"};
constexpr size_t kSessionDigits = 32;

using Parameter = std::pair<std::string, std::string>;

Parameter Split(absl::string_view parameter) {
  return absl::StrSplit(absl::AsciiStrToLower(parameter), absl::MaxSplits('=', 1));
}

template <typename List>
bool Contains(const List& list, absl::string_view value) {
  return std::find(std::begin(list), std::end(list), value) != std::end(list);
}

template <typename List>
bool HasPrefixOf(const List& prefixes, absl::string_view name) {
  return std::any_of(std::begin(prefixes), std::end(prefixes),
                     [&](absl::string_view prefix) { return absl::StartsWith(name, prefix); });
}

bool IsSession(const Parameter& parameter) {
  return Contains(kSessionNames, parameter.first) && parameter.second.size() >= kSessionDigits &&
         std::all_of(parameter.second.begin(), parameter.second.end(), absl::ascii_isxdigit);
}

}  // namespace

bool IsTracker(absl::string_view parameter) {
  const std::string name = Split(parameter).first;
  return Contains(kTrackers, name) || HasPrefixOf(kTrackerPrefixes, name);
}

bool IsIncidental(absl::string_view parameter) {
  const Parameter pair = Split(parameter);
  return pair.first.empty() || IsTracker(parameter) || Contains(kIncidentals, pair.first) ||
         HasPrefixOf(kIncidentalPrefixes, pair.first) || IsSession(pair) ||
         (Contains(kChannelNames, pair.first) && Contains(kChannels, pair.second));
}

std::string WithoutParameters(absl::string_view query, bool (*left_out)(absl::string_view)) {
  std::vector<absl::string_view> kept;
  for (absl::string_view parameter : absl::StrSplit(query, '&')) {
    if (!left_out(parameter)) kept.push_back(parameter);
  }
  return absl::StrJoin(kept, "&");
}

bool HasOnly(absl::string_view query, bool (*kind)(absl::string_view)) {
  const std::vector<absl::string_view> parameters = absl::StrSplit(query, '&');
  return std::all_of(parameters.begin(), parameters.end(), kind);
}

}  // namespace akin
