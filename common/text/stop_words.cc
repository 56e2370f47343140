#include "common/text/stop_words.h"

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_split.h"
#include "common/text/unicode.h"

namespace akin {
namespace {

struct StopList {
  absl::string_view language;
  absl::string_view words;
};

// Articles, pronouns, prepositions, conjunctions, auxiliaries and their forms: words that every
// text has whatever it is about. News verbs ("said") are left to the weights.
constexpr StopList kStopLists[] = {
    {"en",
     "a about above after again against all also am an and any are aren't as at be because been "
     "before being below between both but by can can't cannot could couldn't did didn't do does "
     "doesn't doing don't down during each either else ever every few for from further get gets "
     "got had hadn't has hasn't have haven't having he he'd he'll her here here's hers herself "
     "him himself his how however i i'd i'll i'm i've if in into is isn't it it'd it'll its itself "
     "just let's may me might more most mr mrs ms much must mustn't my myself neither no nor not "
     "now of off on once one only or other ought our ours ourselves out over own per rather same "
     "shall shan't she she'd she'll should shouldn't since so some such than that the their theirs "
     "them themselves then there these they they'd they'll they're they've this those though "
     "through thus to too under until up upon us very via was wasn't we we'd we'll we're we've "
     "were weren't what when where whether which while who whom whose why will with within without "
     "won't would wouldn't yet you you'd you'll you're you've your yours yourself yourselves"},
    {"de",
     "aber alle allem allen aller alles als also am an ander andere anderem anderen anderer "
     "anderes "
     "anders auch auf aus bei beim bereits bin bis bist da dabei dadurch dafür dagegen daher damit "
     "danach dann daran darauf darf darin darum das dass dasselbe davon davor dazu dein deine dem "
     "den denen denn dennoch der deren derer des deshalb dessen dich die dies diese diesem diesen "
     "dieser dieses dir doch dort du durch dürfen ein eine einem einen einer eines einige einigen "
     "einiger einmal er es etwa etwas euch euer eure für gegen gewesen hab habe haben hat hatte "
     "hatten hätte hätten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im in "
     "indem ins ist ja jede jedem jeden jeder jedes jedoch jene jenem jenen jener jenes jetzt kann "
     "kein keine keinem keinen keiner keines können könnte könnten man manche mein meine meinem "
     "meinen meiner mich mir mit möchte muss müssen musste nach nachdem nicht nichts noch nun nur "
     "ob oder ohne schon sehr sei seien sein seine seinem seinen seiner seines seit selbst sich "
     "sie "
     "sind so sodass solche soll sollen sollte sollten sondern sonst sowie trotz über um und uns "
     "unser unsere unserem unseren unserer unter vom von vor während wann war waren warum was "
     "weder "
     "weil weiter welche welchem welchen welcher welches wenn wer werde werden weshalb wie wieder "
     "will wir wird wo wollen wollte wollten worden wurde wurden würde würden zu zum zur zwar "
     "zwischen"},
    {"fr",
     "à afin ai ainsi alors après as au aucun aucune aujourd'hui auquel aussi autre autres aux "
     "auxquels avaient avais avait avant avec avez avoir avons ayant c car ce ceci cela celle "
     "celles "
     "celui cependant ces cet cette ceux chaque chez comme comment contre d dans de depuis des dès "
     "deux donc dont du durant elle elles en encore entre es est et étaient étais était étant été "
     "être eu eux fait faut font fut hors ici il ils j je jusqu jusque l la là laquelle le lequel "
     "les lesquelles lesquels leur leurs lors lorsqu lorsque lui m ma mais malgré me même mêmes "
     "mes "
     "moi moins mon n ne ni non nos notre nous on ont or ou où par parce pas pendant peu peut "
     "peuvent plus plusieurs pour pourquoi pourtant puis puisque qu quand que quel quelle quelles "
     "quels qui quoi s sa sans se selon sera serait seront ses si sinon soit son sont sous sur t "
     "ta "
     "tandis tant te tel telle telles tels tes toi ton toujours tous tout toute toutes très trop "
     "tu "
     "un une va vers via voici voilà vos votre vous y"},
    {"es",
     "a al algo alguna algunas alguno algunos ambos ante antes aquel aquella aquellas aquellos "
     "aquí "
     "así aun aún aunque bajo bien cada casi como cómo con contra cual cuales cuando cuándo de del "
     "desde después donde dónde dos durante e el él ella ellas ellos en entonces entre era eran "
     "eres "
     "es esa esas ese eso esos esta está estaba estaban estamos están estar estas este esto estos "
     "estoy fue fueron fui ha había habían haber hace hacia han has hasta hay he hemos incluso "
     "la las le les lo los luego más me mediante menos mi mía mientras mis misma mismas mismo "
     "mismos "
     "mucho muchos muy nada ni no nos nosotros nuestra nuestras nuestro nuestros o os otra otras "
     "otro otros para pero poco por porque pues que qué quien quién quienes se sea sean según ser "
     "será serán si sí sido siempre sin sino sobre son soy su sus suya suyo también tampoco tan "
     "tanto te tener tenía ti tiene tienen toda todas todavía todo todos tras tu tú tus tuvo un "
     "una "
     "unas uno unos usted ustedes va van y ya yo"},
    {"it",
     "a ad agli ai al alcuni alcune alla alle allo allora anche ancora avere aveva avevano avrebbe "
     "c che chi ci ciò coi col come con contro cosa così cui d da dagli dai dal dall dalla dalle "
     "dallo degli dei del dell della delle dello dentro di dopo dove dunque durante e è ed egli "
     "ella "
     "era erano essa esse essendo essere essi esso fa fino fra fu furono già gli ha hai hanno ho i "
     "il in infatti inoltre invece io l la le lei li lo loro lui ma me meno mentre mi mia mie miei "
     "mio molti molto ne negli nei nel nell nella nelle nello no noi non nostra nostre nostri "
     "nostro "
     "o ogni oltre oppure ora per perché perciò però più poi presso prima proprio può qua quale "
     "quali qualche quando quanto quasi quell quella quelle quelli quello quest questa queste "
     "questi "
     "questo qui quindi sarà saranno sarebbe se sé sei sempre senza si sia siamo siano sono sotto "
     "stata state stati stato su sua sue sugli sui sul sull sulla sulle sullo suo suoi tale tali "
     "tanto te ti tra tu tua tue tuo tuoi tutta tutte tutti tutto un una uno v vi voi vostra "
     "vostro"},
    {"pt",
     "a à ainda além algum alguma algumas alguns ao aos apenas após aquela aquelas aquele aqueles "
     "aquilo as às assim até cada com como contra da daquele das de dela delas dele deles depois "
     "desde dessa desse desta deste deve do dois dos durante e é ela elas ele eles em enquanto "
     "entre era eram essa essas esse esses esta está estamos estão estar estas estava estavam este "
     "estes estou eu foi fomos for foram há havia isso isto já la lhe lhes lo mais mas me mediante "
     "meio menos mesma mesmo meu meus minha minhas muito muitos na nas não nem nenhum nessa nesse "
     "nesta neste no nos nós nossa nossas nosso nossos num numa o onde os ou outra outras outro "
     "outros para pela pelas pelo pelos perante pode podem pois por porém porque pouco quais qual "
     "quando quanto que quê quem são se sem sempre sendo ser será serão seu seus si sido sob sobre "
     "somos sou sua suas tal também tão te tem têm tendo tenho ter teu teve tinha tinham toda "
     "todas "
     "todavia todo todos tu tua tudo um uma umas uns vai vão você vocês vos"},
    {"nl",
     "aan achter af al alle alleen als altijd andere ben bij binnen bent daar daarom dan dat de "
     "der "
     "deze die dit doch doen door dus een eens elke en er ge geen geweest haar had hadden heb "
     "hebben "
     "heeft hem het hier hij hoe hun iemand iets ik in is ja je jij jullie kan kon kunnen maar me "
     "meer men met mij mijn moet moeten na naar niet niets nog nu of om omdat onder ons onze ook "
     "op "
     "over reeds sinds te tegen tijdens toch toen tot tussen u uit uw van vanaf veel voor waar "
     "waarom wanneer want waren was wat we wel welke werd werden wezen wie wij wil worden wordt "
     "zal "
     "ze zei zelf zich zij zijn zo zonder zou zouden zoals"},
    {"sv",
     "alla allt än är att av blev bli blir blivit då dag de dem den denna deras dess dessa det "
     "detta "
     "dig din dina ditt dock du efter ej eller en er era ert ett få får för från genom ha hade han "
     "hans har hela henne hennes här hon honom hos hur i icke in inför ingen inget inom inte jag "
     "ju kan kom kommer kunde man mån måste med mellan men mer mig min mina mitt mot mycket någon "
     "något några när nu och också om oss på samma sedan sig sin sina sitt själv ska skall skulle "
     "som så sådan sådana till under upp ur ut utan vad vår våra vårt vara var varför varit varje "
     "vars vart vem vi vid vilka vilken vilket vill åt över"},
    {"da",
     "ad af alle alt anden andet andre at begge blev blive bliver da de dem den denne der deres "
     "det "
     "dette dig din dine disse dit dog du efter eller en end er et få for fordi fra før får få "
     "gennem "
     "ham han hans har havde have hende hendes her hos hun hvad hvem hver hvilken hvis hvor "
     "hvordan "
     "hvorfor i igen ikke ind ingen intet ja jeg jer jeres jo kan kom kunne man mange med meget "
     "mellem men mens mere mig min mine mit mod må ned nogen noget nogle nu når og også om op os "
     "over på samme selv sig sin sine sit skal skulle som sådan så til ud uden under være været "
     "var "
     "ved vi vil ville vor"},
    {"no",
     "alle alt andre at av bare ble blei bli blir blitt både båe da de deg dei deim deira deires "
     "dem "
     "den denne der dere deres det dette di din disse ditt du dykk då eg ein eit eller elles en "
     "enn "
     "er et ett etter for fordi fra før få får ha hadde han hans har hennar henne hennes her hjå "
     "ho "
     "hoe hos hun hva hvem hver hvilke hvilken hvis hvor hvordan hvorfor i ikke ikkje ingen inn "
     "inni "
     "ja jeg kan kom korleis kva kvar kvarhelst kven kvi kvifor kunne man mange me med medan meg "
     "meget mellom men mens mer mi min mine mitt mot mye må ned no noe noen noka noko nokon nokre "
     "nå "
     "når og også om opp oss over på samme seg selv si sia sidan siden sin sine sitt sjøl skal "
     "skulle slik so som somme somt så til um under upp ut uten var vart varte ved vere verte vi "
     "vil "
     "ville vore vors vort vår være vært"},
    {"fi",
     "ei eivät eli ellei en enemmän ennen ensi entä että eräs esim ettei he heidän heille heidät "
     "heiltä heitä hän häneen hänellä hänelle häneltä hänen hänessä hänestä hänet häntä ihan ilman "
     "itse ja jo johon joiden joihin joiksi joilla joille joilta joina joissa joista joita joka "
     "jokainen joko jolla jolle jolta jona jonka jos jossa josta jota jotka jotta juuri jälkeen "
     "kaikki kanssa kautta keiden keitä kenen ketkä ketä koska koskaan kuin kuinka kuka kun kuten "
     "kyllä lisäksi lähes me meidän meille meitä mihin mikä miksi mikäli millä minkä minun minut "
     "minä "
     "missä mistä mitkä mitä mukaan mutta muu muut muun myös myöskään ne niiden niihin niillä niin "
     "niitä noin nuo nyt näiden näin nämä näitä ole olen olet oli olivat olla ollut ollaan olisi "
     "olisivat on ovat pitkin päälle se sekä sen siellä sieltä siihen siinä siitä siksi sillä "
     "silti "
     "sinne sinun sinä sitten sitä tai taas te teidän tämä tämän tänä tässä tästä tätä tähän vaan "
     "vaikka vai varten vielä voi voidaan voivat vuoksi yli"},
    {"ru",
     "а без более бы был была были было быть в вам вами вас ваш весь во вот все всего всегда всех "
     "всю вы где да даже для до другой его ее ей ему если есть ещё же за здесь и из или им ими их "
     "к "
     "как какая какой когда конечно которая которого которой которую которые который которых кто "
     "куда ли лишь между меня мне много может можно мой моя мы на над надо нам нами нас наш не "
     "него "
     "нее ней нельзя нет ни нибудь никогда ним них ничего но ну о об один однако он она они оно от "
     "по под после потом потому почти при про раз разве с сам свою своей свои своих себе себя со "
     "совсем так также такой там те тем теперь то тогда того тоже той только том тот ту ты у уж "
     "уже "
     "хотя чего чем через что чтобы чтоб эта эти этих это этого этой этом этот эту я"},
};

absl::string_view ListedAs(absl::string_view language) {
  return language == "nb" || language == "nn" ? "no" : language;
}

using StopSet = absl::flat_hash_set<std::string>;

StopSet Folded(absl::string_view words) {
  StopSet set;
  for (const absl::string_view word : absl::StrSplit(words, ' ')) set.insert(FoldForMatching(word));
  return set;
}

}  // namespace

const StopSet& StopWords(absl::string_view primary_language) {
  static const auto& sets = *[] {
    auto* all = new absl::flat_hash_map<std::string, StopSet>();
    for (const StopList& list : kStopLists) all->emplace(list.language, Folded(list.words));
    return all;
  }();
  static const StopSet& none = *new StopSet();
  const auto found = sets.find(ListedAs(primary_language));
  return found == sets.end() ? none : found->second;
}

}  // namespace akin
