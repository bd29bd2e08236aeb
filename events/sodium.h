#pragma once

#include <cstdint>
#include <span>

namespace ledger {

// Starts libsodium, once for the process; to be called before anything of it is used. Random bytes
// then come from a ChaCha20 stream of each thread, seeded by the kernel, instead of a system call
// each. Throws std::runtime_error.
void start_sodium();

// Fills `to` with random bytes, for keys, nonces and ids. A draw from libsodium costs a system call
// and a new key for its stream, and a hold takes five of a few bytes each: they come out of a
// larger draw of the thread's, each byte once, and are wiped there. Not across a fork.
void fill_random(std::span<std::uint8_t> to);

}  // namespace ledger
