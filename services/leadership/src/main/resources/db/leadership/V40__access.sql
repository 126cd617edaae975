-- Who signs in, what they see besides what the facts of nodes give them, and what they read. None of
-- this can be derived again from the topics, so it lies in a schema of its own: the read model
-- (schema public) may be dropped and derived again beside it. Hence also IF NOT EXISTS: this
-- migration then runs again.
CREATE SCHEMA IF NOT EXISTS access;

-- Local users. password: as Spring Security's delegating encoder writes it, {bcrypt}...; null for
-- one who signs in by link or passkey alone.
CREATE TABLE IF NOT EXISTS access.local_user (
  user_name text PRIMARY KEY,
  person    text NOT NULL,
  password  text
);

-- A node with everything below it, the nodes of an agency, or everything: exactly one of the three.
CREATE TABLE IF NOT EXISTS access.granted_scope (
  person     text NOT NULL,
  node_id    text COLLATE "C",
  agency_id  text,
  everything boolean NOT NULL DEFAULT false,
  CHECK (num_nonnulls(node_id, agency_id) + everything::int = 1),
  UNIQUE NULLS NOT DISTINCT (person, node_id, agency_id, everything)
);

-- One row for each browser that is signed in. The cookie holds the token, the table its SHA-256.
CREATE TABLE IF NOT EXISTS access.session (
  token_sha256 text PRIMARY KEY,
  person       text NOT NULL,
  signed_in_at timestamptz NOT NULL DEFAULT now(),
  used_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS session_by_start ON access.session (signed_in_at);

-- Links that sign somebody in, once.
CREATE TABLE IF NOT EXISTS access.sign_in_link (
  token_sha256 text PRIMARY KEY,
  person       text NOT NULL,
  expires_at   timestamptz NOT NULL
);

-- As Spring Security's JdbcPublicKeyCredentialUserEntityRepository and JdbcUserCredentialRepository
-- keep passkeys; nothing here writes them yet. They name the tables without a schema, so whoever
-- uses them gives them connections that look in this one.
CREATE TABLE IF NOT EXISTS access.user_entities (
  id           varchar(1000) PRIMARY KEY,
  name         varchar(100) NOT NULL,
  display_name varchar(200)
);
CREATE TABLE IF NOT EXISTS access.user_credentials (
  credential_id                varchar(1000) PRIMARY KEY,
  user_entity_user_id          varchar(1000) NOT NULL REFERENCES access.user_entities,
  public_key                   bytea NOT NULL,
  signature_count              bigint,
  uv_initialized               boolean,
  backup_eligible              boolean NOT NULL,
  authenticator_transports     varchar(1000),
  public_key_credential_type   varchar(100),
  backup_state                 boolean NOT NULL,
  attestation_object           bytea,
  attestation_client_data_json bytea,
  created                      timestamp,
  last_used                    timestamp,
  label                        varchar(1000) NOT NULL
);

-- Who read what. subject: the node, exception or entry of the trail that was asked for.
CREATE TABLE IF NOT EXISTS access.read_log (
  seq     bigserial PRIMARY KEY,
  at      timestamptz NOT NULL,
  person  text NOT NULL,
  way     text NOT NULL, -- SESSION, BASIC or BEARER
  address text NOT NULL,
  method  text NOT NULL,
  kind    text NOT NULL, -- NODE, EXCEPTION, TRAIL or LIST
  subject text,
  path    text NOT NULL,
  status  int  NOT NULL
);
CREATE INDEX IF NOT EXISTS read_log_by_person ON access.read_log (person, seq);
CREATE INDEX IF NOT EXISTS read_log_by_subject ON access.read_log (subject, seq)
  WHERE subject IS NOT NULL;

-- What scopes are looked up by; of the read model, so it goes and comes with it.
CREATE INDEX node_by_person ON node (person) WHERE person IS NOT NULL;
CREATE INDEX node_by_agency ON node (agency_id) WHERE agency_id IS NOT NULL;
CREATE INDEX decision_by_holder ON decision (handed_to) WHERE handed_to IS NOT NULL;
CREATE INDEX node_entry_by_place ON node_entry (tier, partition, sequence);
CREATE INDEX refusal_by_place ON refusal (tier, partition, sequence);
