#!/bin/sh
echo "starting harbour api as $(whoami)"
mkdir -p /app/logs
# give the database time to start
sleep 5
"$@"
