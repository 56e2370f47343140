#include "common/sync/work_lanes.h"

#include <algorithm>
#include <utility>

namespace akin {
namespace {

// A queue that has been there for the first part of the longest wait stands, and is then to be no
// longer than the second.
constexpr double kStandsAfter = 0.25;
constexpr double kStandingPart = 0.1;
// How much of the average is the newest turn.
constexpr double kNewest = 1.0 / 16;

// What this thread runs.
struct Current {
  WorkLanes* lanes = nullptr;
  WorkCost cost = WorkCost::kDear;
};
thread_local Current current;

// Few may always wait, however long: it is the machine that is slow, and nothing would be learned
// of how long they wait.
template <typename Lane>
bool HasFewWaiting(const Lane& lane) {
  return lane.waiting.size() < static_cast<size_t>(lane.max_running);
}

}  // namespace

bool WorkLanes::Lane::HasTurn() const {
  return !waiting.empty() && running < max_running && threads < max_threads;
}

WorkLanes::Task WorkLanes::Lane::Take(absl::Time now) {
  if (last_turn != absl::InfinitePast()) {
    between_turns += kNewest * (now - last_turn - between_turns);
  }
  Task task = std::move(waiting.front());
  waiting.pop_front();
  last_turn = waiting.empty() ? absl::InfinitePast() : now;
  if (waiting.empty()) was_empty = now;
  return task;
}

WorkLanes::WorkLanes(const Options& options, const Clock& clock)
    : max_wait_(options.max_wait), clock_(clock) {
  MutexLock lock(mu_);
  for (Lane& lane : lanes_) lane.max_running = lane.max_threads = std::max(options.threads - 1, 1);
  Lane& dear = LaneOf(WorkCost::kDear);
  if (options.max_running > 0) dear.max_running = std::min(options.max_running, dear.max_threads);
  for (int i = 0; i < options.threads; ++i) threads_.emplace_back([this] { Work(); });
}

WorkLanes::~WorkLanes() {
  {
    MutexLock lock(mu_);
    stopping_ = true;
    changed_.NotifyAll();
  }
  for (std::thread& thread : threads_) thread.join();
}

WorkLanes::Lane& WorkLanes::LaneOf(WorkCost cost) { return lanes_[static_cast<size_t>(cost)]; }

absl::Duration WorkLanes::LongestWait(const Lane& lane, absl::Time now) const {
  const bool stands = !lane.waiting.empty() && now - lane.was_empty > kStandsAfter * max_wait_;
  return stands ? kStandingPart * max_wait_ : max_wait_;
}

bool WorkLanes::IsFull(WorkCost cost) {
  MutexLock lock(mu_);
  const Lane& lane = LaneOf(cost);
  if (HasFewWaiting(lane)) return false;
  const auto wait = static_cast<double>(lane.waiting.size() + 1) * lane.between_turns;
  return wait > LongestWait(lane, clock_.Now());
}

void WorkLanes::Run(WorkCost cost, std::function<void(const Turn&)> task) {
  MutexLock lock(mu_);
  Lane& lane = LaneOf(cost);
  const absl::Time now = clock_.Now();
  if (lane.waiting.empty()) lane.was_empty = now;
  lane.waiting.push_back({now, std::move(task)});
  if (lane.HasTurn()) changed_.NotifyOne();
}

WorkLanes::Lane* WorkLanes::NextLane() {
  for (Lane& lane : lanes_) {  // the cheap one first
    if (lane.HasTurn()) return &lane;
  }
  return nullptr;
}

void WorkLanes::Work() {
  MutexLock lock(mu_);
  while (true) {
    if (Lane* const lane = NextLane()) {
      RunOne(*lane);
    } else if (stopping_ && lanes_[0].waiting.empty() && lanes_[1].waiting.empty()) {
      return changed_.NotifyAll();
    } else {
      changed_.Wait(mu_);
    }
  }
}

void WorkLanes::RunOne(Lane& lane) {
  const absl::Time now = clock_.Now();
  Task task = lane.Take(now);
  const Turn turn{now - task.came, now - task.came > max_wait_ && !HasFewWaiting(lane)};
  ++lane.running;
  ++lane.threads;
  current = {this, static_cast<WorkCost>(&lane - lanes_.data())};
  mu_.Unlock();
  task.run(turn);
  task.run = nullptr;  // what it holds goes before anybody else has its turn
  mu_.Lock();
  --lane.running;
  --lane.threads;
}

BlockedWork::BlockedWork() {
  if (current.lanes == nullptr) return;
  MutexLock lock(current.lanes->mu_);
  --current.lanes->LaneOf(current.cost).running;
  current.lanes->changed_.NotifyOne();
}

BlockedWork::~BlockedWork() {
  if (current.lanes == nullptr) return;
  MutexLock lock(current.lanes->mu_);
  ++current.lanes->LaneOf(current.cost).running;
}

}  // namespace akin
