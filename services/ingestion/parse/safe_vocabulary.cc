#include "services/ingestion/parse/safe_vocabulary.h"

#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"

namespace akin {
namespace {

// HTML's, with those that older versions and browsers had.
constexpr absl::string_view kHtmlElements =
    "a abbr acronym address area article aside audio b bdi bdo big blockquote br button "
    "canvas caption center cite code col colgroup command data datagrid datalist dd del "
    "details dfn dialog dir div dl dt em event-source fieldset figcaption figure font footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup hr i img input ins kbd keygen label legend li m "
    "main map mark menu meter multicol nav nextid noscript ol optgroup option output p "
    "picture pre progress q rp rt ruby s samp search section select small sound source spacer "
    "span strike strong sub summary sup table tbody td textarea tfoot th thead time tr track "
    "tt u ul var video wbr";

constexpr absl::string_view kHtmlAttributes =
    "abbr accept accept-charset accesskey action align alt autocomplete autofocus axis "
    "background balance bgcolor bgproperties border bordercolor bordercolordark "
    "bordercolorlight bottompadding cellpadding cellspacing ch challenge char charoff charset "
    "checked choff cite class clear color cols colspan compact contenteditable controls "
    "coords data datafld datapagesize datasrc datetime decoding default delay dir disabled "
    "draggable dynsrc enctype end face for form frame galleryimg gutter headers height hidden "
    "hidefocus high href hreflang hspace icon id inputmode ismap keytype kind label lang "
    "leftspacing list loading longdesc loop loopcount loopend loopstart low lowsrc max "
    "maxlength media method min multiple name nohref noshade nowrap open optimum pattern ping "
    "point-size poster pqg preload prompt radiogroup readonly rel repeat-max repeat-min "
    "replace required rev reversed rightspacing role rows rowspan rules scope selected shape "
    "size sizes span src srclang start step style summary suppress tabindex target template "
    "title toppadding translate type unselectable urn usemap valign value variable volume "
    "vrml vspace width wrap xml:lang";

// Without animation, which can change an address, and without foreign content.
constexpr absl::string_view kSvgElements =
    "a circle clipPath defs desc ellipse font-face font-face-name g glyph hkern line "
    "linearGradient marker mask missing-glyph path pattern polygon polyline radialGradient "
    "rect stop svg switch symbol text textPath title tspan use";

constexpr absl::string_view kSvgAttributes =
    "accent-height alphabetic arabic-form ascent baseProfile bbox cap-height class clip-path "
    "color color-rendering cx cy d descent display dominant-baseline dx dy end fill "
    "fill-opacity fill-rule font-family font-size font-stretch font-style font-variant "
    "font-weight fx fy g1 g2 glyph-name gradientUnits hanging height horiz-adv-x "
    "horiz-origin-x href id ideographic k lang letter-spacing marker-end marker-mid "
    "marker-start markerHeight markerUnits markerWidth mathematical max min name offset "
    "opacity orient origin overline-position overline-thickness panose-1 path pathLength "
    "points preserveAspectRatio r refX refY requiredExtensions requiredFeatures rotate rx ry "
    "slope stemh stemv stop-color stop-opacity strikethrough-position strikethrough-thickness "
    "stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin "
    "stroke-miterlimit stroke-opacity stroke-width style systemLanguage target text-anchor "
    "title transform type u1 u2 underline-position underline-thickness unicode unicode-range "
    "units-per-em version viewBox visibility width widths x x-height x1 x2 xlink:actuate "
    "xlink:arcrole xlink:href xlink:role xlink:show xlink:title xlink:type xml:lang xml:space "
    "y y1 y2 zoomAndPan";

// Presentation, without foreign content.
constexpr absl::string_view kMathMlElements =
    "annotation maligngroup math menclose merror mfenced mfrac mi mlabeledtr mlongdiv "
    "mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mscarries mscarry "
    "msgroup msline mspace msqrt msrow mstack mstyle msub msubsup msup mtable mtd mtext mtr "
    "munder munderover none semantics";

constexpr absl::string_view kMathMlAttributes =
    "accent accentunder align alignmentscope altimg-height altimg-valign altimg-width alttext "
    "bevelled charalign class close columnalign columnlines columnspacing columnspan "
    "columnwidth crossout decimalpoint denomalign depth dir display displaystyle edge "
    "encoding equalcolumns equalrows fence fontstyle fontweight form frame framespacing "
    "groupalign height href id indentalign indentalignfirst indentalignlast indentshift "
    "indentshiftfirst indentshiftlast indenttarget infixlinebreakstyle largeop length "
    "linebreak linebreakmultchar linebreakstyle lineleading linethickness location "
    "longdivstyle lquote lspace mathbackground mathcolor mathsize mathvariant maxsize "
    "minlabelspacing minsize movablelimits notation numalign open other overflow position "
    "rowalign rowlines rowspacing rowspan rquote rspace scriptlevel scriptminsize "
    "scriptsizemultiplier selection separator separators shift side stackalign stretchy style "
    "subscriptshift superscriptshift symmetric title voffset width xlink:href xlink:show "
    "xlink:type";

using Spellings = absl::flat_hash_map<std::string, absl::string_view>;  // by the lower-case name

Spellings SpellingsOf(absl::string_view names) {
  Spellings spellings;
  for (absl::string_view name : absl::StrSplit(names, ' ')) {
    spellings[absl::AsciiStrToLower(name)] = name;
  }
  return spellings;
}

absl::string_view Find(const Spellings& spellings, absl::string_view name) {
  const auto found = spellings.find(name);
  return found == spellings.end() ? absl::string_view() : found->second;
}

}  // namespace

absl::string_view SafeElement(Vocabulary vocabulary, absl::string_view name) {
  static const auto& html = *new Spellings(SpellingsOf(kHtmlElements));
  static const auto& svg = *new Spellings(SpellingsOf(kSvgElements));
  static const auto& math_ml = *new Spellings(SpellingsOf(kMathMlElements));
  if (vocabulary == Vocabulary::kSvg) return Find(svg, name);
  return Find(vocabulary == Vocabulary::kHtml ? html : math_ml, name);
}

absl::string_view SafeAttribute(Vocabulary vocabulary, absl::string_view name) {
  static const auto& html = *new Spellings(SpellingsOf(kHtmlAttributes));
  static const auto& svg = *new Spellings(SpellingsOf(kSvgAttributes));
  static const auto& math_ml = *new Spellings(SpellingsOf(kMathMlAttributes));
  if (vocabulary == Vocabulary::kSvg) return Find(svg, name);
  return Find(vocabulary == Vocabulary::kHtml ? html : math_ml, name);
}

bool HoldsAddress(absl::string_view attribute) {
  static const auto& addresses = *new absl::flat_hash_set<absl::string_view>{
      "action", "background", "cite",       "data",       "datasrc",      "dynsrc", "href",
      "icon",   "longdesc",   "lowsrc",     "ping",       "poster",       "src",    "urn",
      "usemap", "vrml",       "xlink:href", "xlink:role", "xlink:arcrole"};
  return addresses.contains(attribute);
}

bool IsVoidElement(absl::string_view name) {
  static const auto& elements = *new absl::flat_hash_set<absl::string_view>{
      "area",  "base",    "basefont", "br",   "col",  "command", "embed",  "frame", "hr", "img",
      "input", "isindex", "keygen",   "link", "meta", "param",   "source", "track", "wbr"};
  return elements.contains(name);
}

}  // namespace akin
