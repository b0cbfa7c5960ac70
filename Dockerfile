# JavaScript is the same on every platform: it is built on the one at hand, and only the second stage is of the target.
FROM --platform=$BUILDPLATFORM node:24-bookworm-slim@sha256:6f7b03f7c2c8e2e784dcf9295400527b9b1270fd37b7e9a7285cf83b6951452d AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build

FROM node:24-bookworm-slim@sha256:6f7b03f7c2c8e2e784dcf9295400527b9b1270fd37b7e9a7285cf83b6951452d
LABEL io.airbyte.name="ghcr.io/source-devin/source-devin"
LABEL io.airbyte.version="0.1.0"
# The base image has one ordinary user, "node"; Airbyte expects it to be "airbyte". Package managers only fetch code, which
# this image never does, and bring most of the weaknesses that scanners find.
RUN rm -rf /usr/local/lib/node_modules /opt/yarn-* \
    /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/yarn /usr/local/bin/yarnpkg /usr/local/bin/corepack \
  && groupmod --new-name airbyte node \
  && usermod --login airbyte --home /airbyte node \
  && mkdir /airbyte && chown airbyte:airbyte /airbyte
WORKDIR /airbyte
COPY --from=build /build/package.json /build/LICENSE /build/THIRD_PARTY_LICENSES ./
COPY --from=build /build/bin ./bin
COPY --from=build /build/dist/main.js /build/dist/command-line.js /build/dist/diagnose.js ./dist/
COPY --from=build /build/dist/packages ./dist/packages
COPY --from=build /build/resources ./resources
# "airbyte" by its number: with runAsNonRoot, Kubernetes refuses a name.
USER 1000
ENV NODE_ENV=production
ENV AIRBYTE_ENTRYPOINT="/airbyte/bin/source-devin"
ENTRYPOINT ["/airbyte/bin/source-devin"]
