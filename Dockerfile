# JavaScript is the same on every platform: it is built on the one at hand, and only the second stage is of the target.
FROM --platform=$BUILDPLATFORM node:24-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build

FROM node:24-bookworm-slim
LABEL io.airbyte.name="ghcr.io/source-devin/source-devin"
LABEL io.airbyte.version="0.1.0"
# The base image has one ordinary user, "node"; Airbyte expects it to be "airbyte".
RUN groupmod --new-name airbyte node \
  && usermod --login airbyte --home /airbyte node \
  && mkdir /airbyte && chown airbyte:airbyte /airbyte
WORKDIR /airbyte
COPY --from=build /build/package.json /build/LICENSE /build/THIRD_PARTY_LICENSES ./
COPY --from=build /build/bin ./bin
COPY --from=build /build/dist/main.js ./dist/main.js
COPY --from=build /build/dist/packages ./dist/packages
COPY --from=build /build/resources ./resources
USER airbyte
ENV NODE_ENV=production
ENV AIRBYTE_ENTRYPOINT="/airbyte/bin/source-devin"
ENTRYPOINT ["/airbyte/bin/source-devin"]
