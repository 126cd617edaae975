-- Who signs in, what they see besides what the facts of nodes give them, and what they read. Unlike
-- the read model, none of this can be derived again from the topics.

-- Local users. password: as Spring Security's delegating encoder writes it, {bcrypt}...; null for
-- one who signs in by link or passkey alone.
CREATE TABLE local_user (
  user_name text PRIMARY KEY,
  person    text NOT NULL,
  password  text
);

-- A node with everything below it, the nodes of an agency, or everything: exactly one of the three.
CREATE TABLE granted_scope (
  person     text NOT NULL,
  node_id    text COLLATE "C",
  agency_id  text,
  everything boolean NOT NULL DEFAULT false,
  CHECK (num_nonnulls(node_id, agency_id) + everything::int = 1),
  UNIQUE NULLS NOT DISTINCT (person, node_id, agency_id, everything)
);

-- One row for each browser that is signed in. The cookie holds the token, the table its SHA-256.
CREATE TABLE session (
  token_sha256 text PRIMARY KEY,
  person       text NOT NULL,
  signed_in_at timestamptz NOT NULL DEFAULT now(),
  used_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX session_by_start ON session (signed_in_at);

-- Links that sign somebody in, once.
CREATE TABLE sign_in_link (
  token_sha256 text PRIMARY KEY,
  person       text NOT NULL,
  expires_at   timestamptz NOT NULL
);

-- As Spring Security's JdbcPublicKeyCredentialUserEntityRepository and JdbcUserCredentialRepository
-- keep passkeys; nothing here writes them yet.
CREATE TABLE user_entities (
  id           varchar(1000) PRIMARY KEY,
  name         varchar(100) NOT NULL,
  display_name varchar(200)
);
CREATE TABLE user_credentials (
  credential_id                varchar(1000) PRIMARY KEY,
  user_entity_user_id          varchar(1000) NOT NULL REFERENCES user_entities,
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
CREATE TABLE read_log (
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
CREATE INDEX read_log_by_person ON read_log (person, seq);
CREATE INDEX read_log_by_subject ON read_log (subject, seq) WHERE subject IS NOT NULL;

-- What scopes are looked up by.
CREATE INDEX node_by_person ON node (person) WHERE person IS NOT NULL;
CREATE INDEX node_by_agency ON node (agency_id) WHERE agency_id IS NOT NULL;
CREATE INDEX decision_by_holder ON decision (handed_to) WHERE handed_to IS NOT NULL;
CREATE INDEX node_entry_by_place ON node_entry (tier, partition, sequence);
CREATE INDEX refusal_by_place ON refusal (tier, partition, sequence);
