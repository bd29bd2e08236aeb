add_library(ledger_http STATIC
  ${CMAKE_CURRENT_LIST_DIR}/connection.cpp
  ${CMAKE_CURRENT_LIST_DIR}/guarded_stream.cpp
  ${CMAKE_CURRENT_LIST_DIR}/failure_text.cpp
  ${CMAKE_CURRENT_LIST_DIR}/http.cpp
  ${CMAKE_CURRENT_LIST_DIR}/http_head.cpp
  ${CMAKE_CURRENT_LIST_DIR}/http_wire.cpp
  ${CMAKE_CURRENT_LIST_DIR}/listener_socket.cpp
  ${CMAKE_CURRENT_LIST_DIR}/router.cpp
  ${CMAKE_CURRENT_LIST_DIR}/server.cpp
  ${CMAKE_CURRENT_LIST_DIR}/stream_sink.cpp
  ${CMAKE_CURRENT_LIST_DIR}/transport.cpp
  ${CMAKE_CURRENT_LIST_DIR}/worker_pool.cpp)
# The library is compiled: our macros must be the package's own, so they come from its .pc file.
target_link_libraries(ledger_http PRIVATE PkgConfig::HTTPLIB OpenSSL::SSL OpenSSL::Crypto
  PUBLIC Threads::Threads)
