# docker build -t linkletter .
# `node scripts/check-image.ts` takes these steps in an empty folder, where there is no Docker.

FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts
# A compiler that one package may be given; then what only people who write programs read.
RUN rm -rf node_modules/typescript node_modules/@typescript
RUN find node_modules -type d \( -name test -o -name tests -o -name __tests__ -o -name docs \) -prune -exec rm -rf {} +
RUN find node_modules -type f \( -name '*.map' -o -name '*.ts' -o -name '*.cts' -o -name '*.mts' -o -name '*.md' ! -iname 'licen*' \) -delete

# The program as a few files, which start quicker; of the development packages it takes one.
FROM packages AS bundle
WORKDIR /app
RUN npm install --prefix /tools --ignore-scripts "esbuild@$(node -p 'require("./package.json").devDependencies.esbuild')"
RUN cp -r /tools/node_modules/. node_modules
COPY scripts scripts
COPY migrations migrations
COPY src src
RUN node scripts/prepare.js && test -f bundled/sources.json
RUN rm -rf node_modules/esbuild node_modules/@esbuild
# The largest of those that nothing outside the bundle asks for; their licences stay.
RUN find node_modules/kysely node_modules/zod node_modules/zod-openapi node_modules/liquidjs node_modules/tldts node_modules/@mixmark-io node_modules/open-graph-scraper -type f ! -iname 'licen*' -delete

FROM node:24-slim AS system
# Letters for the pictures of issues; without them these show shapes alone.
RUN apt-get update && apt-get install -y --no-install-recommends fonts-dejavu-core \
  && rm -rf /var/lib/apt/lists/*
RUN rm -rf /usr/local/lib/node_modules /usr/local/include /opt/yarn-v* /usr/local/bin/npm /usr/local/bin/npx
RUN install -d -o node -g node -m 700 /data

# One layer without what was taken out above.
FROM scratch
COPY --from=system / /
WORKDIR /app
COPY --from=bundle /app/node_modules node_modules
# As in the npm package: no sources.
COPY --from=bundle /app/bundled dist/bundled
COPY package.json ./
COPY bin bin
COPY emails dist/emails
COPY src/node/prepared-cluster dist/src/node/prepared-cluster
ENV PATH=/usr/local/bin:/usr/bin:/bin \
    NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    DATA_DIR=/data
USER node
VOLUME /data
EXPOSE 3000
# A container with ROLES=jobs serves no page: start it with --no-healthcheck.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "--max-semi-space-size=8", "--initial-old-space-size=40", "bin/linkletter.js"]
CMD ["serve"]
