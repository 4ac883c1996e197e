#!/bin/sh
# ./deploy.sh 4.2
set -eu
version=$1

slack-approval ask "Deploy api $version?" --key "deploy-api-$version" --field "Host=$(hostname)"
echo "Deploying api $version."
