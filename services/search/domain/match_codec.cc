#include "services/search/domain/match_codec.h"

namespace akin {

// The response's message serves as container: it has a place for each field.
using search::v1::SearchArticlesResponse;

std::string EncodeMatchResult(const MatchResult& result) {
  SearchArticlesResponse message;
  message.mutable_info()->set_log_id(result.position.log_id);
  message.mutable_info()->set_revision(result.position.revision);
  message.set_total_size(result.total);
  message.set_corrected_query(result.corrected_query);
  message.set_relaxed(result.relaxed);
  message.mutable_left_out()->Add(result.left_out.begin(), result.left_out.end());
  for (const auto& [word, read_as] : result.read_as) {
    search::v1::ReadWord& read = *message.add_read_as();
    read.set_word(word);
    read.set_read_as(read_as);
  }
  for (const search::v1::Facet& facet : result.facets) *message.add_facets() = facet;
  for (const Match& match : result.matches) {
    search::v1::SearchHit& hit = *message.add_hits();
    hit.mutable_article()->set_name(match.name);
    hit.set_score(match.score);
    hit.set_pinned(match.is_pinned);
  }
  return message.SerializeAsString();
}

absl::StatusOr<MatchResult> DecodeMatchResult(absl::string_view bytes) {
  SearchArticlesResponse message;
  if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return absl::DataLossError("kept search result does not parse");
  }
  MatchResult result;
  result.position = {message.info().log_id(), message.info().revision()};
  result.total = message.total_size();
  result.corrected_query = message.corrected_query();
  result.relaxed = message.relaxed();
  result.left_out.assign(message.left_out().begin(), message.left_out().end());
  for (const search::v1::ReadWord& read : message.read_as()) {
    result.read_as.emplace_back(read.word(), read.read_as());
  }
  result.facets.assign(message.facets().begin(), message.facets().end());
  result.matches.reserve(message.hits_size());
  for (const search::v1::SearchHit& hit : message.hits()) {
    result.matches.push_back({hit.article().name(), hit.score(), hit.pinned()});
  }
  return result;
}

}  // namespace akin
