#include "query-api/failure_text.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <typeinfo>

#include <cxxabi.h>
#include <sys/random.h>

#include "query-api/http.h"

namespace ledger {

std::string opaque_id() {
  std::uint64_t number = 0;
  if (::getrandom(&number, sizeof number, 0) != sizeof number) number = 0;
  std::array<char, 16> text{};
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), number, 16);
  return "urn:request:" + std::string(text.data(), end);
}

std::string describe(const std::exception& error) {
  int status = 0;
  const std::unique_ptr<char, void (*)(void*)> name(
      abi::__cxa_demangle(typeid(error).name(), nullptr, nullptr, &status), std::free);
  std::string text = status == 0 ? name.get() : typeid(error).name();
  const bool known = dynamic_cast<const std::runtime_error*>(&error) != nullptr ||
                     dynamic_cast<const std::logic_error*>(&error) != nullptr;
  if (known) text.append(": ").append(std::string_view(error.what()).substr(0, 300));
  for (char& c : text) {
    if (!is_field_value({&c, 1})) c = ' ';
  }
  return text;
}

}  // namespace ledger
