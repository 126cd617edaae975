#!/bin/sh
# Run once by the image of Postgres, on an empty data directory: one role and one database each.
set -eu

create() {
  psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" -v name="$1" -v password="$2" <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
SQL
}

create registry "$REGISTRY_PASSWORD"
create intake "$INTAKE_PASSWORD"
create leadership "$LEADERSHIP_PASSWORD"
