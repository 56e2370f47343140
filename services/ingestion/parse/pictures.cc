#include "services/ingestion/parse/pictures.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace akin {
namespace {

// What is no larger is not there to be seen.
constexpr double kMaxDotPixels = 2;

// In the addresses of well-known counters of readers, and of the dots that they send.
constexpr absl::string_view kCounters[] = {"feedburner.com/~r/",
                                           "feedburner.com/~ff/",
                                           "feedsportal.com/",
                                           "pixel.wp.com/",
                                           "stats.wordpress.com/",
                                           "feeds.wordpress.com/",
                                           "scorecardresearch.com/",
                                           "doubleclick.net/",
                                           "google-analytics.com/",
                                           "met.vgwort.de/",
                                           "vgwort.de/na/",
                                           "facebook.com/tr",
                                           "quantserve.com/",
                                           "ivwbox.de/",
                                           "ioam.de/",
                                           "counter.theconversation.com/",
                                           "/piwik.php",
                                           "/matomo.php",
                                           "/pixel.gif",
                                           "/pixel.png",
                                           "/spacer.gif",
                                           "/blank.gif",
                                           "/clear.gif",
                                           "/transparent.gif",
                                           "/1x1.",
                                           "/count.gif",
                                           "/counter.gif",
                                           "/tracking.gif"};

constexpr absl::string_view kSmileys[] = {"/images/smilies/", "/images/core/emoji/", "/emoji/",
                                          "/twemoji/",        "/smileys/",           "/emoticons/"};

constexpr absl::string_view kSmileyClasses[] = {"wp-smiley", "emoji",    "smiley",
                                                "smilie",    "emoticon", "twemoji"};

template <size_t N>
bool HasOneOf(absl::string_view text, const absl::string_view (&signs)[N]) {
  return std::any_of(std::begin(signs), std::end(signs),
                     [&](absl::string_view sign) { return absl::StrContains(text, sign); });
}

// "1", "1px"; large where it says nothing.
double Pixels(absl::string_view length) {
  length = absl::StripAsciiWhitespace(length);
  absl::string_view unit = length;
  unit.remove_prefix(std::min(unit.find_first_not_of("0123456789."), unit.size()));
  double pixels = 0;
  const bool plain = unit.empty() || absl::EqualsIgnoreCase(unit, "px");
  if (!plain || !absl::SimpleAtod(length.substr(0, length.size() - unit.size()), &pixels))
    return 1e9;
  return pixels;
}

bool IsDot(absl::string_view length) { return Pixels(length) <= kMaxDotPixels; }

bool HidesImage(absl::string_view style) {
  for (absl::string_view declaration : absl::StrSplit(style, ';')) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(declaration, absl::MaxSplits(':', 1));
    const absl::string_view name = absl::StripAsciiWhitespace(parts.first);
    const absl::string_view value = absl::StripAsciiWhitespace(parts.second);
    if ((name == "width" || name == "height") && (IsDot(value) || value == "1em")) return true;
    if (name == "display" && value == "none") return true;
  }
  return false;
}

bool IsSmiley(absl::string_view classes) {
  for (absl::string_view word : absl::StrSplit(classes, ' ')) {
    if (std::find(std::begin(kSmileyClasses), std::end(kSmileyClasses), word) !=
        std::end(kSmileyClasses))
      return true;
  }
  return false;
}

// The widest of "a.jpg 480w, b.jpg 2x"; a comma may be part of an address.
std::string LargestOf(absl::string_view choices) {
  absl::string_view best;
  double most = -1;
  for (absl::string_view choice : absl::StrSplit(choices, absl::ByString(", "))) {
    choice = absl::StripAsciiWhitespace(choice);
    absl::ConsumeSuffix(&choice, ",");
    const size_t space = choice.find_last_of(" \t\n");
    const absl::string_view size = space == absl::string_view::npos ? "" : choice.substr(space + 1);
    double number = 0;
    if (!size.empty() && !absl::SimpleAtod(size.substr(0, size.size() - 1), &number)) number = 0;
    if (number <= most || choice.empty()) continue;
    most = number;
    best = choice.substr(0, choice.find_first_of(" \t\n"));
  }
  return std::string(best);
}

// One address, and not an image in itself or a list of settings.
bool IsAddress(absl::string_view text) {
  return !text.empty() && !absl::StartsWithIgnoreCase(text, "data:") && text[0] != '{' &&
         !absl::StrContains(text, ' ');
}

absl::string_view Value(const std::vector<HtmlAttributeText>& attributes, absl::string_view name) {
  for (const HtmlAttributeText& attribute : attributes) {
    if (attribute.name == name) return absl::StripAsciiWhitespace(attribute.value);
  }
  return "";
}

}  // namespace

bool IsPicture(const ImageMarkup& image) {
  const std::string address = absl::AsciiStrToLower(image.address);
  return !address.empty() && !absl::StartsWith(address, "data:") && !IsDot(image.width) &&
         !IsDot(image.height) && !HidesImage(absl::AsciiStrToLower(image.style)) &&
         !IsSmiley(absl::AsciiStrToLower(image.classes)) && !HasOneOf(address, kCounters) &&
         !HasOneOf(address, kSmileys);
}

std::string LazyAddress(const std::vector<HtmlAttributeText>& attributes) {
  for (absl::string_view name : {"data-src", "data-original", "data-lazy-src", "data-lazy",
                                 "data-orig-file", "data-actualsrc", "data-echo"}) {
    const absl::string_view value = Value(attributes, name);
    if (IsAddress(value)) return std::string(value);
  }
  if (IsAddress(Value(attributes, "src"))) return "";
  for (absl::string_view name : {"data-srcset", "data-lazy-srcset", "srcset"}) {
    std::string largest = LargestOf(Value(attributes, name));
    if (IsAddress(largest)) return largest;
  }
  return "";
}

}  // namespace akin
