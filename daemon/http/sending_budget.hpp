// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <utility>

namespace wardcast::http {

/// Recordings on their way to people, in bytes. They lie in memory until the slowest network has taken them, so neither
/// one person's nor everybody's together may be many. io thread only.
class SendingBudget {
  struct Sums {
    std::size_t all = 0;
    std::map<std::string, std::size_t> each;
  };

 public:
  /// Gives its bytes back when it goes; it may outlive the budget.
  class Place {
   public:
    Place(std::shared_ptr<Sums> sums, std::string person, std::size_t bytes)
        : sums_(std::move(sums)), person_(std::move(person)), bytes_(bytes) {
      sums_->all += bytes_;
      sums_->each[person_] += bytes_;
    }
    ~Place() {
      sums_->all -= bytes_;
      const auto mine = sums_->each.find(person_);
      mine->second -= bytes_;
      if (mine->second == 0) sums_->each.erase(mine);
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

   private:
    const std::shared_ptr<Sums> sums_;
    const std::string person_;
    const std::size_t bytes_;
  };

  SendingBudget(std::size_t all, std::size_t each) : all_(all), each_(each) {}

  /// Null when it must wait. Alone even the longest recording passes: it has to be heard whole by somebody.
  std::unique_ptr<Place> admit(const std::string& person, std::size_t bytes) {
    const auto found = sums_->each.find(person);
    if (found != sums_->each.end() && found->second + bytes > each_) return nullptr;
    if (sums_->all > 0 && sums_->all + bytes > all_) return nullptr;
    return std::make_unique<Place>(sums_, person, bytes);
  }

 private:
  const std::size_t all_, each_;
  const std::shared_ptr<Sums> sums_ = std::make_shared<Sums>();
};

}  // namespace wardcast::http
