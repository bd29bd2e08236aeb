// The font map lives as long as the process. GLib holds its objects by pointers into their middle,
// which the leak checker does not follow, so that it takes them for lost.
extern "C" const char* __lsan_default_suppressions();

extern "C" const char* __lsan_default_suppressions() {
  return "leak:libfontconfig.so\n";
}
