#pragma once

namespace ledger {

// Starts libsodium, once for the process; to be called before anything of it is used. Random bytes
// then come from a ChaCha20 stream of each thread, seeded by the kernel, instead of a system call
// each: a hold takes five. Throws std::runtime_error.
void start_sodium();

}  // namespace ledger
