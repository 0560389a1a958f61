#!/bin/bash
# run on the server after the images are pushed
docker pull harbour/api:latest
docker pull harbour/worker:latest
docker rm -f harbour-api harbour-worker
docker run -d --name harbour-api --privileged -p 3000:3000 -e DATABASE_PASSWORD=hunter2-not-real harbour/api:latest
docker run -d --name harbour-worker --net=host --cap-add=ALL -v /var/run/docker.sock:/var/run/docker.sock --env-file .env harbour/worker:latest
