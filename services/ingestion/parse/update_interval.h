#ifndef AKIN_SERVICES_INGESTION_PARSE_UPDATE_INTERVAL_H_
#define AKIN_SERVICES_INGESTION_PARSE_UPDATE_INTERVAL_H_

#include <pugixml.hpp>

#include "absl/time/time.h"
#include "absl/types/optional.h"

namespace akin {

// How far apart a channel says that it is worth reading again: the longer of RSS's `ttl` (minutes)
// and the syndication module's updatePeriod through updateFrequency. Elements are named as
// RepairXml spells them. nullopt if it says nothing that means something.
absl::optional<absl::Duration> UpdateInterval(pugi::xml_node channel);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_UPDATE_INTERVAL_H_
