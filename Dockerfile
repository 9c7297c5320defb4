# The interpreter that the tests run on. A newer patch release is one line, in both stages.
FROM python:3.11.13-slim-bookworm AS build
WORKDIR /build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

# Dependencies first: this layer is built again only when the lock file changes.
COPY requirements.lock ./
RUN python -m venv /opt/intacct-relay \
 && /opt/intacct-relay/bin/python -m pip install --require-hashes -r requirements.lock

# The build backend is locked as well; its virtual environment stays in this stage.
COPY requirements-dev.lock ./
RUN python -m venv /build/tools \
 && /build/tools/bin/python -m pip install --require-hashes -r requirements-dev.lock

COPY pyproject.toml README.md LICENSE ./
COPY schemas ./schemas
COPY handlers ./handlers
COPY service ./service
RUN /build/tools/bin/python -m pip wheel --no-deps --no-build-isolation --wheel-dir /build/dist . \
 && /opt/intacct-relay/bin/python -m pip install --no-deps --no-index /build/dist/*.whl \
 && /opt/intacct-relay/bin/python -m pip uninstall --yes pip setuptools


FROM python:3.11.13-slim-bookworm
# Modules were compiled when they were installed; at run time nothing is written beside them.
ENV PATH=/opt/intacct-relay/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOME=/var/lib/intacct-relay
COPY --from=build /opt/intacct-relay /opt/intacct-relay
RUN install -d -o 10001 -g 10001 /var/lib/intacct-relay

# A number, so that runAsNonRoot can be checked. State and /tmp are the only paths that are written.
USER 10001:10001
WORKDIR /var/lib/intacct-relay
EXPOSE 8080 9464
STOPSIGNAL SIGTERM
ENTRYPOINT ["intacct-relay"]
CMD ["run", "--config", "/etc/intacct-relay/config.yaml"]
