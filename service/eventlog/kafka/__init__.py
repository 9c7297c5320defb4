"""The event log on Apache Kafka: four topics, one consumer group, no transactions."""

from service.eventlog.kafka.log import KafkaLog

__all__ = ["KafkaLog"]
