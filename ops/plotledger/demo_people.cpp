#include "ops/plotledger/demo_people.h"

#include <array>
#include <cctype>

namespace ledger::demo {
namespace {

constexpr unsigned kAbroad = 33;  // percent

constexpr auto kFirstNames = std::to_array<std::string_view>(
    {"Aarav",    "Abhishek", "Aditi",    "Ajay",    "Akash",  "Amit",    "Amruta",    "Anand",
     "Ananya",   "Anil",     "Anjali",   "Ankita",  "Aparna", "Arjun",   "Arvind",    "Asha",
     "Ashwini",  "Bhavana",  "Chetan",   "Deepa",   "Deepak", "Devika",  "Divya",     "Farhan",
     "Gauri",    "Girish",   "Harish",   "Imran",   "Ishaan", "Jaya",    "Jyoti",     "Kavita",
     "Kiran",    "Lakshmi",  "Madhuri",  "Mahesh",  "Manish", "Manjula", "Meera",     "Mohan",
     "Nandini",  "Neha",     "Nikhil",   "Nisha",   "Omkar",  "Pallavi", "Pooja",     "Prakash",
     "Pranav",   "Prasad",   "Priya",    "Rahul",   "Rajesh", "Ramesh",  "Rashmi",    "Ravi",
     "Rekha",    "Ritu",     "Rohan",    "Rohini",  "Sachin", "Salma",   "Sameer",    "Sandeep",
     "Sangeeta", "Sanjay",   "Shalini",  "Shankar", "Shilpa", "Shreya",  "Siddharth", "Sneha",
     "Sonal",    "Sridhar",  "Sunil",    "Sunita",  "Suresh", "Swati",   "Tanvi",     "Tejas",
     "Uday",     "Usha",     "Vaishali", "Varun",   "Vidya",  "Vijay",   "Vikram",    "Vinod",
     "Vivek",    "Yash",     "Yogesh",   "Zoya"});

constexpr auto kSurnames = std::to_array<std::string_view>(
    {"Agarwal",  "Apte",     "Bhat",      "Bhosale",   "Chavan",  "Chopra",   "D'Souza",
     "Desai",    "Deshmukh", "Deshpande", "Fernandes", "Gaikwad", "Gokhale",  "Gowda",
     "Gupta",    "Hegde",    "Iyengar",   "Iyer",      "Jadhav",  "Jain",     "Joshi",
     "Kadam",    "Kale",     "Kamath",    "Kapoor",    "Khan",    "Kulkarni", "Kumar",
     "Malhotra", "Mehta",    "Menon",     "Mishra",    "More",    "Murthy",   "Nair",
     "Naik",     "Pai",      "Patel",     "Patil",     "Pawar",   "Phadke",   "Pillai",
     "Prabhu",   "Rane",     "Rao",       "Reddy",     "Sawant",  "Shah",     "Shaikh",
     "Sharma",   "Shenoy",   "Shetty",    "Shinde",    "Shirke",  "Singh",    "Subramanian",
     "Tambe",    "Thakur",   "Varma",     "Wagh",      "Yadav"});

struct Town {
  std::string_view name;
  std::string_view pin;
  std::string_view state;
};

constexpr auto kTowns = std::to_array<Town>({{"Pune", "411", "Maharashtra"},
                                             {"Pimpri-Chinchwad", "411", "Maharashtra"},
                                             {"Mumbai", "400", "Maharashtra"},
                                             {"Thane", "400", "Maharashtra"},
                                             {"Nashik", "422", "Maharashtra"},
                                             {"Bengaluru", "560", "Karnataka"},
                                             {"Mysuru", "570", "Karnataka"},
                                             {"Hyderabad", "500", "Telangana"},
                                             {"Chennai", "600", "Tamil Nadu"},
                                             {"Ahmedabad", "380", "Gujarat"}});

constexpr auto kStreets = std::to_array<std::string_view>(
    {"MG Road", "Paud Road", "Karve Nagar", "Baner Road", "Model Colony", "Indiranagar",
     "Station Road", "Jayanagar 4th Block", "Aundh", "Hill View Society", "Lake Road",
     "Shivaji Nagar"});

constexpr auto kMobiles = std::to_array<std::string_view>({"98", "97", "90", "88", "70", "99"});

struct Abroad {
  std::string_view dial;
  std::size_t digits;
  std::string_view address;
};

constexpr auto kAbroads = std::to_array<Abroad>({{"+97150", 7, "Al Nahda, Dubai, UAE"},
                                                 {"+97155", 7, "Jumeirah Lake Towers, Dubai, UAE"},
                                                 {"+97152", 7, "Khalifa City, Abu Dhabi, UAE"},
                                                 {"+1201555", 4, "Jersey City, NJ, USA"},
                                                 {"+1732555", 4, "Edison, NJ, USA"},
                                                 {"+1408555", 4, "Sunnyvale, CA, USA"},
                                                 {"+658", 7, "Tampines, Singapore"},
                                                 {"+659", 7, "Punggol, Singapore"}});

std::string pan(Dice& dice) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  std::string text;
  for (int i = 0; i < 3; ++i) text += dice.pick(kLetters);
  text += 'P';
  text += dice.pick(kLetters);
  return text + dice.digits(4) + dice.pick(kLetters);
}

std::string surname_of(const std::string& name) {
  return name.substr(name.rfind(' ') + 1);
}

}  // namespace

Person People::somebody() {
  Person person;
  person.name = std::string(dice_.pick(kFirstNames)) + " " + std::string(dice_.pick(kSurnames));
  ++made_;
  if (dice_.percent(kAbroad)) {
    settle_abroad(person);
  } else {
    settle_in_india(person);
  }
  person.email = email_of(person.name);
  return person;
}

Person People::partner_of(const Person& other) {
  auto person = somebody();
  person.name = person.name.substr(0, person.name.find(' ')) + " " + surname_of(other.name);
  person.email = email_of(person.name);
  person.address = other.address;
  person.state = other.state;
  return person;
}

// The serial number in phone and e-mail keeps people apart.
void People::settle_in_india(Person& person) {
  const auto& town = dice_.pick(kTowns);
  auto serial = std::to_string(10'000 + made_);
  person.phone = "+91" + std::string(dice_.pick(kMobiles)) + dice_.digits(3) + serial;
  person.address = std::to_string(dice_.between(1, 120)) + ", " +
                   std::string(dice_.pick(kStreets)) + ", " + std::string(town.name) + " " +
                   std::string(town.pin) + dice_.digits(3);
  person.state = town.state;
  if (dice_.percent(70)) person.pan = pan(dice_);
}

void People::settle_abroad(Person& person) {
  const auto& abroad = dice_.pick(kAbroads);
  auto serial = std::to_string(made_);
  if (serial.size() < abroad.digits) serial.insert(0, abroad.digits - serial.size(), '0');
  person.phone = std::string(abroad.dial) + serial;
  person.address = abroad.address;
}

std::string People::email_of(const std::string& name) {
  constexpr auto kHosts =
      std::to_array<std::string_view>({"mail.example", "post.example", "inbox.example"});
  std::string local;
  for (const char c : name) {
    if (c == ' ') local += '.';
    if (std::isalpha(static_cast<unsigned char>(c)) != 0)
      local += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return local + std::to_string(made_) + "@" + std::string(dice_.pick(kHosts));
}

Person contact_of(const Person& person) {
  Person contact;
  contact.name = person.name;
  contact.phone = person.phone;
  contact.email = person.email;
  return contact;
}

bool lives_abroad(const Person& person) {
  return !person.phone.starts_with("+91");
}

}  // namespace ledger::demo
