# The event log on Apache Kafka, through librdkafka.
add_library(ledger_kafka STATIC
  kafka_appender.cpp kafka_client.cpp kafka_consumer.cpp kafka_documents.cpp kafka_fetcher.cpp
  kafka_follower.cpp kafka_group.cpp kafka_handles.cpp kafka_keys.cpp kafka_log.cpp
  kafka_producer.cpp kafka_reader.cpp kafka_recent.cpp kafka_topics.cpp)
target_link_libraries(ledger_kafka PUBLIC ledger_events PRIVATE PkgConfig::RDKAFKA)
