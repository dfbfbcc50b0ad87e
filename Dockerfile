# Flasky in a container: `docker build --tag flasky .`, then compose.yaml or docs/run/install.md.
# It runs as nobody in particular, writes to /data alone, and may have a read-only root file system.

FROM python:3.13-slim-bookworm AS build
WORKDIR /source
RUN python -m venv /opt/flasky
COPY requirements.txt ./
RUN /opt/flasky/bin/pip install --no-cache-dir --require-hashes --requirement requirements.txt
COPY pyproject.toml hatch_build.py package.json package-lock.json .npmrc README.md LICENSE ./
COPY flasky flasky
RUN /opt/flasky/bin/pip install --no-cache-dir --no-deps .

FROM python:3.13-slim-bookworm
RUN groupadd --system --gid 10001 flasky \
    && useradd --system --uid 10001 --gid flasky --home-dir /data --shell /usr/sbin/nologin flasky \
    && install --directory --owner flasky --group flasky --mode 0700 /data
COPY --from=build /opt/flasky /opt/flasky
COPY deploy/container/entry.sh /usr/local/bin/flasky-entry
COPY deploy/container/health.py /usr/local/lib/flasky-health.py
ENV PATH=/opt/flasky/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    FLASKY_DATA_DIR=/data
WORKDIR /data
VOLUME /data
USER 10001:10001
EXPOSE 5000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=10s --start-period=120s --retries=3 \
    CMD ["python", "/usr/local/lib/flasky-health.py"]
ENTRYPOINT ["flasky-entry"]
CMD ["run", "--host", "0.0.0.0"]
