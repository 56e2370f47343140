#include "services/ingestion/parse/page/json_ld.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/url/canonical_url.h"
#include "services/ingestion/parse/dates.h"
#include "services/ingestion/parse/html_text.h"
#include "services/ingestion/parse/json.h"
#include "services/ingestion/parse/json_repair.h"

namespace akin {
namespace {

// Publishers' blocks are some kilobytes; with the text of the article some hundred.
constexpr size_t kMaxJsonBytes = 1 << 20;
constexpr int kMaxDepth = 16;

// Articles keep no more of a kind.
constexpr size_t kMaxListed = 100;

// nullptr for what is absent, or null.
const Json* Member(const Json& object, const char* name) {
  const Json& member = JsonMember(object, name);
  return member.is_null() ? nullptr : &member;
}

std::string Line(const Json& value) {
  return value.is_string() ? HtmlToLine(value.get_ref<const std::string&>()) : "";
}

// The type without the vocabulary's address.
std::string TypeName(const Json& value) {
  if (!value.is_string()) return "";
  const std::string& name = value.get_ref<const std::string&>();
  return name.substr(name.find_last_of("/#:") + 1);
}

bool HasType(const Json& object, bool (*wanted)(absl::string_view)) {
  const Json* type = Member(object, "@type");
  if (type == nullptr) return false;
  if (!type->is_array()) return wanted(TypeName(*type));
  return std::any_of(type->begin(), type->end(),
                     [&](const Json& each) { return wanted(TypeName(each)); });
}

bool IsOrganisation(absl::string_view type) { return absl::EndsWith(type, "Organization"); }

bool IsArticle(absl::string_view type) {
  return absl::EndsWith(type, "Article") || absl::EndsWith(type, "BlogPosting") ||
         type == "Report" || type == "SocialMediaPosting";
}

// What a page may be about instead, or is itself.
bool IsPage(absl::string_view type) {
  return absl::EndsWith(type, "Page") || type == "VideoObject" || type == "Review" ||
         type == "Recipe" || type == "CreativeWork" || type == "HowTo" || type == "Blog";
}

// The objects of all blocks of a page.
class LinkedData {
 public:
  void Add(const Json& value, int depth = 0) {
    if (depth > kMaxDepth) return;
    if (value.is_array()) {
      for (const Json& each : value) Add(each, depth + 1);
    } else if (value.is_object()) {
      AddObject(value);
      for (const char* inside :
           {"@graph", "mainEntity", "mainEntityOfPage", "itemReviewed", "hasPart", "subjectOf"}) {
        if (const Json* member = Member(value, inside)) Add(*member, depth + 1);
      }
    }
  }

  // The article that the page is about: one that has its address, else the first.
  const Json* Article(absl::string_view url) const { return AtOrFirst(articles_, url); }

  const Json* Page(absl::string_view url) const { return AtOrFirst(pages_, url); }

  // What a reference, {"@id": …}, refers to.
  const Json& Resolve(const Json& value) const {
    const Json* id = Member(value, "@id");
    if (id == nullptr || !id->is_string() || value.size() > 2) return value;
    const auto found = by_id_.find(id->get_ref<const std::string&>());
    return found == by_id_.end() ? value : *found->second;
  }

 private:
  void AddObject(const Json& object) {
    const Json* id = Member(object, "@id");
    if (id != nullptr && id->is_string() && object.size() > 1) {
      const Json*& known = by_id_[id->get_ref<const std::string&>()];
      if (known == nullptr || known->size() < object.size()) known = &object;
    }
    if (HasType(object, IsArticle)) articles_.push_back(&object);
    if (HasType(object, IsPage)) pages_.push_back(&object);
  }

  static const Json* AtOrFirst(const std::vector<const Json*>& objects, absl::string_view url) {
    for (const Json* object : objects) {
      if (IsAt(*object, url)) return object;
    }
    return objects.empty() ? nullptr : objects.front();
  }

  static bool IsAt(const Json& object, absl::string_view url) {
    for (const char* name : {"url", "mainEntityOfPage", "@id"}) {
      const Json* member = Member(object, name);
      if (member != nullptr && member->is_object()) member = Member(*member, "@id");
      if (member == nullptr || !member->is_string()) continue;
      const std::string key = UrlPageKey(member->get_ref<const std::string&>());
      if (!key.empty() && key == UrlPageKey(url)) return true;
    }
    return false;
  }

  std::vector<const Json*> articles_;
  std::vector<const Json*> pages_;
  absl::flat_hash_map<std::string, const Json*> by_id_;
};

class ArticleReader {
 public:
  ArticleReader(const LinkedData& data, const Json& article) : data_(data), article_(article) {}

  PageMetadata Read() const {
    PageMetadata out;
    out.title = First({"headline", "name", "alternativeHeadline"});
    for (const char* name : {"author", "creator"}) {
      if (out.authors.empty()) AddAuthors(name, out);
    }
    out.published = Date({"datePublished", "dateCreated", "uploadDate"});
    out.updated = Date({"dateModified"});
    out.language = First({"inLanguage"});
    out.link = Address({"url", "mainEntityOfPage"});
    out.image = Address({"image", "thumbnailUrl"});
    out.site = First({"publisher", "sourceOrganization"});
    out.summary = First({"description", "abstract"});
    out.body = Body();
    AddList("articleSection", /*split=*/false, out.categories);
    AddList("keywords", /*split=*/true, out.keywords);
    return out;
  }

 private:
  using Names = std::initializer_list<const char*>;

  std::string First(Names names) const {
    for (const char* name : names) {
      const Json* member = Member(article_, name);
      std::string text = member == nullptr ? "" : Name(*member);
      if (!text.empty()) return text;
    }
    return "";
  }

  // A text, or the name of a thing, or of the first of several.
  std::string Name(const Json& reference) const {
    const Json* value = &data_.Resolve(reference);
    if (value->is_array() && !value->empty()) value = &data_.Resolve(value->front());
    for (const char* name : {"name", "alternateName", "@value", "legalName"}) {
      const Json* member = Member(*value, name);
      if (member != nullptr)
        return Line(member->is_array() && !member->empty() ? (*member)[0] : *member);
    }
    return Line(*value);
  }

  void AddAuthors(const char* name, PageMetadata& out) const {
    const Json* member = Member(article_, name);
    if (member == nullptr) return;
    if (!member->is_array()) return AddAuthor(*member, out);
    for (const Json& each : *member) AddAuthor(each, out);
  }

  void AddAuthor(const Json& reference, PageMetadata& out) const {
    const Json& author = data_.Resolve(reference);
    AddNamesOf(author, HasType(author, IsOrganisation) ? out.organisations : out.authors);
  }

  // A person whose name is a list is several people in one.
  void AddNamesOf(const Json& person, std::vector<std::string>& out) const {
    const Json* names = Member(person, "name");
    if (names == nullptr || !names->is_array()) return Push(Name(person), out);
    for (const Json& each : *names) Push(Line(each), out);
  }

  absl::optional<absl::Time> Date(Names names) const {
    for (const char* name : names) {
      const Json* member = Member(article_, name);
      if (member == nullptr) continue;
      if (const auto time = ParseDate(Name(*member))) return time;
    }
    return absl::nullopt;
  }

  std::string Address(Names names) const {
    for (const char* name : names) {
      const Json* value = Member(article_, name);
      if (value == nullptr) continue;
      value = &data_.Resolve(*value);
      if (value->is_array() && !value->empty()) value = &data_.Resolve(value->front());
      for (const char* inside : {"url", "contentUrl", "@id"}) {
        const Json* member = Member(*value, inside);
        if (member != nullptr && member->is_string()) value = member;
      }
      if (value->is_string()) return value->get_ref<const std::string&>();
    }
    return "";
  }

  std::string Body() const {
    for (const char* name : {"articleBody", "text", "reviewBody"}) {
      const Json* member = Member(article_, name);
      if (member != nullptr && member->is_string())
        return HtmlToText(member->get_ref<const std::string&>());
    }
    return "";
  }

  void AddList(const char* name, bool split, std::vector<std::string>& out) const {
    const Json* member = Member(article_, name);
    if (member == nullptr) return;
    if (member->is_array()) {
      for (const Json& each : *member) Push(Name(each), out);
    } else if (split) {
      for (absl::string_view each : absl::StrSplit(Name(*member), absl::ByAnyChar(",;")))
        Push(std::string(absl::StripAsciiWhitespace(each)), out);
    } else {
      Push(Name(*member), out);
    }
  }

  static void Push(std::string text, std::vector<std::string>& out) {
    if (out.size() < kMaxListed && !text.empty() &&
        std::find(out.begin(), out.end(), text) == out.end())
      out.push_back(std::move(text));
  }

  const LinkedData& data_;
  const Json& article_;
};

Json ParseBlock(const std::string& text) {
  if (text.size() > kMaxJsonBytes) return Json(Json::value_t::discarded);
  const absl::StatusOr<std::string> repaired = RepairJson(text);
  return Json::parse(repaired.value_or(""), nullptr, /*allow_exceptions=*/false);
}

std::string ScriptText(const PageTree& page, int script) {
  std::string text;
  for (int i = script + 1; i < page[script].end; ++i) absl::StrAppend(&text, page.RawText(i));
  return text;
}

bool IsLinkedData(const PageTree& page, int i) {
  return page[i].tag == GUMBO_TAG_SCRIPT &&
         absl::StrContains(absl::AsciiStrToLower(page.Attribute(i, "type")), "ld+json");
}

}  // namespace

LinkedMetadata ReadJsonLd(const PageTree& page, absl::string_view url) {
  std::vector<Json> blocks;
  for (int i = 0; i < page.size(); ++i) {
    if (IsLinkedData(page, i)) blocks.push_back(ParseBlock(ScriptText(page, i)));
  }
  LinkedData data;
  for (const Json& block : blocks) data.Add(block);
  LinkedMetadata out;
  if (const Json* article = data.Article(url)) out.article = ArticleReader(data, *article).Read();
  if (const Json* of_page = data.Page(url)) out.page = ArticleReader(data, *of_page).Read();
  out.article.is_article = data.Article(url) != nullptr;
  return out;
}

}  // namespace akin
