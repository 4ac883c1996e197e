# The Slack app of examples/pizza as one bundle. Build it in this folder:
#   docker build -t slack-approval-pizza .

# Digests: https://github.com/docker-library/repo-info, repos/node/remote. Dependabot moves them on
FROM node:22.23.2-bookworm-slim@sha256:48e4b67d85f87bd551df43704e24d252f56cc5f8e9718841aace50f19948f0f9 AS build
WORKDIR /repository
COPY . .
# the bundle needs nothing that packages run at their installation
# for a private registry, build with `--secret id=npmrc,src=$HOME/.npmrc`
RUN --mount=type=secret,id=npmrc NPM_CONFIG_USERCONFIG=/run/secrets/npmrc npm ci --ignore-scripts --no-audit --no-fund
RUN npm run build:service -w example-pizza -- /service

FROM node:22.23.2-bookworm-slim@sha256:48e4b67d85f87bd551df43704e24d252f56cc5f8e9718841aace50f19948f0f9
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /service
COPY --from=build --chown=root:root /service .
# mount a volume here for `DATABASE_URL=file:/data/approvals.db`
RUN mkdir /data && chown node:node /data
USER node
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/readyz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "main.mjs"]
