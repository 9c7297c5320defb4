"""Apache Kafka's own jars, from Maven artifacts, kept in a cache folder that git ignores."""

import fcntl
import shutil
import subprocess
from pathlib import Path

KAFKA = "4.3.1"
LOG4J = "2.24.3"
CACHE = Path(__file__).resolve().parents[2] / ".cache" / "kafka"
FETCH_TIMEOUT = 300
"""Seconds; measured: 9 from an empty Maven cache."""

_ARTIFACTS = (
    ("org.apache.kafka", "kafka_2.13", KAFKA),
    ("org.apache.kafka", "kafka-tools", KAFKA),
    ("org.apache.logging.log4j", "log4j-slf4j-impl", LOG4J),
    ("org.apache.logging.log4j", "log4j-core", LOG4J),
    ("org.apache.logging.log4j", "log4j-1.2-api", LOG4J),
)
_POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>local</groupId><artifactId>kafka-for-tests</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>{dependencies}</dependencies>
</project>
"""
_DEPENDENCY = "<dependency><groupId>{}</groupId><artifactId>{}</artifactId><version>{}</version></dependency>"
_LOGGING = """rootLogger.level = WARN
rootLogger.appenderRef.out.ref = out
appender.out.type = Console
appender.out.name = out
appender.out.layout.type = PatternLayout
appender.out.layout.pattern = %d %p %c: %m%n
"""


def java_version() -> int:
    """The major version of ``java``; 0 when there is none."""
    if shutil.which("java") is None:
        return 0
    said = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False).stderr
    quoted = said.partition('"')[2].partition('"')[0]
    major = quoted.partition(".")[0]
    return int(major) if major.isdigit() else 0


def cached_jars() -> Path | None:
    """The folder of jars, if an earlier run has fetched them."""
    libs = CACHE / KAFKA
    return libs if libs.is_dir() else None


def fetch_jars() -> Path:
    """The folder of jars, fetched if need be; one process at a time. Raises CalledProcessError, TimeoutExpired."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "fetch-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return cached_jars() or _copy_dependencies()


def logging_file() -> Path:
    """A log4j configuration that is quiet."""
    path = CACHE / "log4j2.properties"
    path.write_text(_LOGGING)
    return path


def _copy_dependencies() -> Path:
    partial = CACHE / f"{KAFKA}.partial"
    shutil.rmtree(partial, ignore_errors=True)
    pom = CACHE / "pom.xml"
    pom.write_text(_POM.format(dependencies="".join(_DEPENDENCY.format(*each) for each in _ARTIFACTS)))
    copy = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={partial}"]
    subprocess.run(["mvn", "-q", "-B", "-f", str(pom), *copy], check=True, capture_output=True, timeout=FETCH_TIMEOUT)
    return partial.rename(CACHE / KAFKA)
