#!/bin/sh
# ./tell-apart.sh 4.2
set -u
version=$1

answer=$(slack-approval ask "Deploy api $version?" --key "deploy-api-$version" --json)
case $? in
  0) echo "Deploying api $version." ;;
  1) echo "Rejected: $answer" ;;
  2) echo "Nobody answered in time." ;;
  *) exit 3 ;;
esac
