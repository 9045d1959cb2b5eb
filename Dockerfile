# The shop in one image of two layers that change: packages, then code. `scripts/ci-production.ts` runs these commands in
# an empty folder as part of the checks.
FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No package may run a script: the only ones that want to bring a second Node, or compile what has come compiled.
RUN npm ci --omit=dev --ignore-scripts

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production
ENV DATA_DIR=/data
ENV MALLOC_ARENA_MAX=1
RUN mkdir -m 700 /data && chown node:node /data
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY package.json schema.graphql openapi.json ./
COPY prisma prisma
COPY catalog catalog
COPY examples examples
COPY scripts scripts
COPY src src
USER node
VOLUME /data
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 4000}/health/live`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=8", "--heap-growing-percent=25", "src/main.ts"]
