FROM node:26-trixie-slim AS base
WORKDIR /app

FROM base AS dependencies
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --ignore-scripts --no-audit --no-fund
COPY scripts/image/prune-modules.ts ./
RUN node prune-modules.ts node_modules

# The scripts for browsers: their bundler is not wanted in the image. What is for development is gone again
# before it becomes a layer, as 450 MB take longer to keep than to unpack.
FROM base AS widget
COPY package.json package-lock.json ./
COPY widget widget
RUN --mount=type=cache,target=/root/.npm \
  npm ci --ignore-scripts --no-audit --no-fund && node widget/build.ts && rm -rf node_modules

# Node and the libraries it needs: no shell, no package manager, nothing else to run.
FROM gcr.io/distroless/nodejs26-debian13:nonroot AS service
WORKDIR /app
ENV NODE_ENV=production
# All files belong to root and the service runs as somebody else: it cannot change its own code.
COPY --from=dependencies /app/node_modules node_modules
COPY package.json LICENSE ./
COPY assets assets
COPY src src
COPY --from=widget /app/dist dist
USER 65532:65532

# What Node makes of all this before it can run it: compiled code, types erased. Kept, it saves two fifths
# of the start. Node looks for it by its version, the processor's abilities and the user: where one of
# them is another, the service starts without.
FROM service AS compiled
USER 0:0
COPY scripts/image/compile.ts scripts/image/
RUN ["/nodejs/bin/node", "scripts/image/compile.ts", "/compiled", "65532"]

FROM service
ENV NODE_COMPILE_CACHE=/app/compiled
COPY --from=compiled --chown=0:0 /compiled compiled
EXPOSE 8080
# There is no curl; node brings its own fetch.
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 \
  CMD ["/nodejs/bin/node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 8080}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node is process 1 and handles SIGTERM itself: it finishes the requests in flight and exits with 0.
# SIGUSR1 would open a debugger. What follows the name of the image is a command of `inkblot`; none serves.
ENTRYPOINT ["/nodejs/bin/node", "--disable-sigusr1", "src/main.ts"]

# Last, so that a new commit does not rebuild the layers above.
ARG VERSION=dev
ARG REVISION=""
ARG SOURCE=""
LABEL org.opencontainers.image.title="Inkblot" \
      org.opencontainers.image.description="Self-hosted CAPTCHA service" \
      org.opencontainers.image.licenses="MIT AND OFL-1.1 AND Apache-2.0 AND CC-BY-3.0 AND MIT-Festival AND LicenseRef-Armelle" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.source="${SOURCE}"
