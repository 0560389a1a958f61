import { testRule } from "../../testing/test-rule.js";
import rule from "./no-xdebug.js";

testRule(rule, {
  source: {
    yes: ["FROM php:8.4-fpm AS app\nRUN docker-php-ext-install opcache\nFROM app AS dev\nRUN pecl install xdebug\nFROM app\n"],
    no: [
      "FROM php:8.4-fpm\nRUN «install-php-extensions gd xdebug»\n",
      "FROM debian:13-slim\nRUN apt-get update && apt-get install -y php-fpm «php8.4-xdebug»\n",
      "FROM php:8.4-fpm AS base\nRUN «pecl install xdebug»\nFROM base\n",
    ],
    "n/a": ["FROM php:8.4-fpm\nRUN echo xdebug\n"],
  },
});
