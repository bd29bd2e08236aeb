// What jemalloc, where it is linked, reads at its start; any other allocator leaves it alone.
//
// A connection has a thread, and a thread keeps freed memory for its next requests: by default up
// to 200 pieces of each size, 50 KiB of them resident in an idle connection's thread. A request
// needs few of each; with these bounds it is 15 KiB, and holds are as fast as before.
extern "C" {
extern const char* malloc_conf;
const char* malloc_conf =
    "lg_tcache_nslots_mul:-2,tcache_nslots_small_min:4,tcache_nslots_small_max:24,tcache_max:4096";
}
