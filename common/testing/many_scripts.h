#ifndef AKIN_COMMON_TESTING_MANY_SCRIPTS_H_
#define AKIN_COMMON_TESTING_MANY_SCRIPTS_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace akin {

struct ScriptSample {
  absl::string_view language;
  absl::string_view text;
};

// A short piece of news in each of many scripts, and what else is more than a byte a character.
inline constexpr ScriptSample kManyScripts[] = {
    {"en", "The harbour pilots vote on Friday, says the mayor’s office."},
    {"fr", "L’été dernier, le procès d’Éloïse s’est achevé à Nîmes."},
    {"vi", "Thủ tướng dự lễ khai mạc hội nghị về biến đổi khí hậu."},
    {"yo", "Ẹ\xCC\x80kọ́ ọ̀fẹ́ bẹ̀rẹ̀ ní ọjọ́ Ajé."},
    {"el", "Ο δήμαρχος άνοιξε το νέο λιμάνι της πόλης."},
    {"ru", "Суд в Гааге огласит решение в четверг, сообщает ведомство."},
    {"hy", "Քաղաքապետը բացեց նոր կամուրջը ուրբաթ օրը։"},
    {"ka", "მერმა ახალი ხიდი პარასკევს გახსნა."},
    {"he", "ראש העירייה פתח את הגשר החדש ביום שישי."},
    {"ar", "افتتح رئيس البلدية الجسر الجديد يوم الجمعة في المدينة."},
    {"fa", "شهردار پل جدید را روز جمعه افتتاح می‌کند."},
    {"ur", "میئر نے جمعہ کو نئے پل کا افتتاح کیا۔"},
    {"hi", "महापौर ने शुक्रवार को नए पुल का उद्घाटन किया।"},
    {"bn", "মেয়র শুক্রবার নতুন সেতু উদ্বোধন করেন।"},
    {"pa", "ਮੇਅਰ ਨੇ ਸ਼ੁੱਕਰਵਾਰ ਨੂੰ ਨਵੇਂ ਪੁਲ ਦਾ ਉਦਘਾਟਨ ਕੀਤਾ।"},
    {"gu", "મેયરે શુક્રવારે નવા પુલનું ઉદ્ઘાટન કર્યું."},
    {"ta", "மேயர் வெள்ளிக்கிழமை புதிய பாலத்தைத் திறந்து வைத்தார்."},
    {"te", "మేయర్ శుక్రవారం కొత్త వంతెనను ప్రారంభించారు."},
    {"kn", "ಮೇಯರ್ ಶುಕ್ರವಾರ ಹೊಸ ಸೇತುವೆಯನ್ನು ಉದ್ಘಾಟಿಸಿದರು."},
    {"ml", "മേയർ വെള്ളിയാഴ്ച പുതിയ പാലം ഉദ്ഘാടനം ചെയ്തു."},
    {"si", "නගරාධිපති සිකුරාදා නව පාලම විවෘත කළේය."},
    {"th", "นายกเทศมนตรีเปิดสะพานใหม่เมื่อวันศุกร์ที่ผ่านมา"},
    {"lo", "ເຈົ້າເມືອງເປີດຂົວໃໝ່ໃນວັນສຸກ"},
    {"km", "អភិបាលក្រុងបានបើកស្ពានថ្មីនៅថ្ងៃសុក្រ"},
    {"my", "မြို့တော်ဝန်က တံတားသစ်ကို သောကြာနေ့တွင် ဖွင့်လှစ်ခဲ့သည်။"},
    {"bo", "གྲོང་ཁྱེར་གྱི་སྤྱི་ཁྱབ་ཀྱིས་ཟམ་པ་གསར་པ་ཕྱེས།"},
    {"am", "ከንቲባው አዲሱን ድልድይ ዓርብ ዕለት ከፈቱ።"},
    {"ko", "시장은 금요일에 새로운 다리를 개통했다고 발표했다."},
    {"ja", "市長は金曜日に新しい橋を開通させ、ラジオで発表した。"},
    {"zh", "市长周五宣布新大桥正式通车，北京市政府表示欢迎。"},
    {"zh", "𠮷野家在𨋢口開設新店"},
    {"chr", "ᎤᎬᏫᏳᎯ ᎢᏤ ᎠᏌᏂᏅᏍᎩ"},
    {"und", "👩‍👩‍👧‍👦 🇩🇪🇫🇷🇯🇵 👍🏽 e\xCC\x81\xCC\xA3\xCC\x88 \xF0\x9F\x98\x80"},
};

// `text` again and again, up to about `bytes`.
inline std::string Repeated(absl::string_view text, size_t bytes, absl::string_view gap = "") {
  std::string all;
  while (all.size() < bytes) absl::StrAppend(&all, text, gap);
  return all;
}

}  // namespace akin

#endif  // AKIN_COMMON_TESTING_MANY_SCRIPTS_H_
