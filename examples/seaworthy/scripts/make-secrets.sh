#!/bin/sh
# Writes fresh secrets for compose.yaml into secrets/, which git ignores. What is there already stays.
# The folder is for its owner alone; the files in it can be read by the numeric users of the containers.
set -eu
cd "$(dirname "$0")/.."
mkdir -p secrets
chmod 700 secrets
cd secrets
[ -s database_password ] || openssl rand -hex 24 > database_password
[ -s redis_password ] || openssl rand -hex 24 > redis_password
# Redis is given the hash alone.
rm -f redis_acl
printf 'user default on #%s ~* &* +@all\n' "$(tr -d '\n' < redis_password | openssl dgst -sha256 -r | cut -d' ' -f1)" > redis_acl
chmod 444 database_password redis_password redis_acl
