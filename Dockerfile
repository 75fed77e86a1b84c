FROM node:26-trixie-slim AS base
WORKDIR /app

FROM base AS deps
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --ignore-scripts --no-audit --no-fund

# The scripts for browsers: their bundler is not wanted in the image.
FROM base AS widget
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --no-audit --no-fund
COPY widget widget
RUN node widget/build.ts

FROM base
ENV NODE_ENV=production
# All files belong to root and the service runs as somebody else: it cannot change its own code.
COPY --from=deps /app/node_modules node_modules
COPY package.json LICENSE ./
COPY assets assets
COPY src src
COPY --from=widget /app/dist dist

USER 1000:1000
EXPOSE 8080
# The slim image has no curl; node brings its own fetch.
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 8080}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node is process 1 and handles SIGTERM itself: it finishes the requests in flight and exits with 0.
# SIGUSR1 would open a debugger.
CMD ["node", "--disable-sigusr1", "src/main.ts"]

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
