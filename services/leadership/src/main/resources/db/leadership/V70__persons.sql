-- Who persons are and the keys of what they wrote. None of it follows from the topics, and all of it
-- can be erased, so it lies in a schema of its own, beside access and telling. Hence also IF NOT
-- EXISTS: this migration may run again. Readers' connections see none of it.
CREATE SCHEMA IF NOT EXISTS persons;

-- Whom pseudonyms in events stand for.
CREATE TABLE IF NOT EXISTS persons.person (
  person  text PRIMARY KEY,
  name    text NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS person_by_name ON persons.person (name);

-- By which name settings may call a person: the directory's, where they alone have it.
CREATE OR REPLACE FUNCTION persons.known_as(of_person text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT p.name FROM persons.person p WHERE p.person = of_person AND NOT EXISTS (
    SELECT 1 FROM persons.person o WHERE o.name = p.name AND o.person <> p.person)
$$;

-- What sealed texts are opened with. wrapped: nonce, ciphertext and tag of the key, under the secret
-- in the settings of the service.
CREATE TABLE IF NOT EXISTS persons.key (
  person  text PRIMARY KEY,
  key_id  text NOT NULL UNIQUE,
  wrapped bytea NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now()
);

-- Who was erased, when, on whose behalf. person: the pseudonym; of whom events call otherwise, the
-- SHA-256 of what they say.
CREATE TABLE IF NOT EXISTS persons.erasure (
  seq       bigserial PRIMARY KEY,
  person    text NOT NULL,
  erased_at timestamptz NOT NULL DEFAULT now(),
  erased_by text NOT NULL
);

-- Erases a person, in one transaction, and says what was done where. docs/personal-data.md lists
-- the same places, and those that this cannot reach.
--
-- of_person: as events name them, or their name where one person has it.
CREATE OR REPLACE FUNCTION persons.erase(of_person text, by_whom text)
RETURNS TABLE (place text, what text, number bigint) LANGUAGE plpgsql AS $$
DECLARE
  called text[] := ARRAY(SELECT p.person FROM persons.person p WHERE p.name = of_person);
  id text := coalesce(called[1], of_person);
  known_as text := coalesce((SELECT p.name FROM persons.person p WHERE p.person = id),
                            CASE WHEN id !~ '^person:[a-z2-7]{20}$' THEN id END);
  -- Settings, sessions and links may hold the name, where only one person has it.
  ids text[] := CASE WHEN (SELECT count(*) FROM persons.person p WHERE p.name = known_as) = 1
                     THEN ARRAY[id, known_as] ELSE ARRAY[id] END;
  -- The name within an address: each character as it is or encoded, for clients differ in which
  -- they encode.
  in_address text := (
    SELECT string_agg(
      '(' || CASE WHEN c = ' ' THEN '[ +]' WHEN c IN ('[', ']', '^') THEN '\' || c
                  ELSE '[' || c || ']' END
          || '|' || regexp_replace(encode(convert_to(c, 'UTF8'), 'hex'), '(..)', '%\1', 'g') || ')',
      '' ORDER BY i)
    FROM regexp_split_to_table(known_as, '') WITH ORDINALITY AS characters (c, i));
  total bigint := 0;
BEGIN
  IF cardinality(called) > 1 THEN
    RAISE EXCEPTION '% persons are called %: name one of %', cardinality(called), of_person, called;
  END IF;

  place := 'persons.key'; what := 'deleted: texts of theirs are erased for good';
  DELETE FROM persons.key t WHERE t.person = id;
  GET DIAGNOSTICS number = ROW_COUNT; total := total + number; RETURN NEXT;

  place := 'persons.person'; what := 'deleted: their name is erased wherever it was shown';
  DELETE FROM persons.person t WHERE t.person = id;
  GET DIAGNOSTICS number = ROW_COUNT; total := total + number; RETURN NEXT;

  place := 'access.user_credentials, access.user_entities'; what := 'deleted';
  DELETE FROM access.user_credentials t USING access.user_entities e, access.local_user u
  WHERE t.user_entity_user_id = e.id AND e.name = u.user_name AND u.person = ANY(ids);
  DELETE FROM access.user_entities e USING access.local_user u
  WHERE e.name = u.user_name AND u.person = ANY(ids);
  GET DIAGNOSTICS number = ROW_COUNT; total := total + number; RETURN NEXT;

  place := 'access.local_user'; what := 'deleted: user and password';
  DELETE FROM access.local_user t WHERE t.person = ANY(ids);
  GET DIAGNOSTICS number = ROW_COUNT; total := total + number; RETURN NEXT;

  place := 'access.granted_scope'; what := 'deleted';
  DELETE FROM access.granted_scope t WHERE t.person = ANY(ids);
  GET DIAGNOSTICS number = ROW_COUNT; total := total + number; RETURN NEXT;

  place := 'access.session'; what := 'deleted: signed out everywhere';
  DELETE FROM access.session t WHERE t.person = ANY(ids);
  GET DIAGNOSTICS number = ROW_COUNT; total := total + number; RETURN NEXT;

  place := 'access.sign_in_link'; what := 'deleted';
  DELETE FROM access.sign_in_link t WHERE t.person = ANY(ids);
  GET DIAGNOSTICS number = ROW_COUNT; total := total + number; RETURN NEXT;

  place := 'access.configured_mail'; what := 'deleted: mail address from the settings';
  DELETE FROM access.configured_mail t WHERE t.person = ANY(ids);
  GET DIAGNOSTICS number = ROW_COUNT; total := total + number; RETURN NEXT;

  place := 'access.saved_view'; what := 'deleted';
  DELETE FROM access.saved_view t WHERE t.person = ANY(ids);
  GET DIAGNOSTICS number = ROW_COUNT; total := total + number; RETURN NEXT;

  -- That somebody read it stays; from where, and what they typed into a filter, does not.
  place := 'access.read_log'; what := 'address removed, filters in the path removed';
  UPDATE access.read_log t SET address = '', path = split_part(path, '?', 1)
  WHERE t.person = ANY(ids);
  GET DIAGNOSTICS number = ROW_COUNT; total := total + number; RETURN NEXT;

  place := 'access.read_log'; what := 'of others who asked for the name: name and filters removed';
  UPDATE access.read_log t
  SET path = regexp_replace(split_part(path, '?', 1), in_address, 'erased', 'gi')
  WHERE path ~* in_address;
  GET DIAGNOSTICS number = ROW_COUNT; total := total + number; RETURN NEXT;

  place := 'telling.person'; what := 'deleted: mail address, language, quiet hours';
  DELETE FROM telling.person t WHERE t.person = ANY(ids);
  GET DIAGNOSTICS number = ROW_COUNT; total := total + number; RETURN NEXT;

  place := 'telling.mail_proof'; what := 'deleted';
  DELETE FROM telling.mail_proof t WHERE t.person = ANY(ids);
  GET DIAGNOSTICS number = ROW_COUNT; total := total + number; RETURN NEXT;

  place := 'telling.calendar'; what := 'deleted: its address shows nothing any more';
  DELETE FROM telling.calendar t WHERE t.person = ANY(ids);
  GET DIAGNOSTICS number = ROW_COUNT; total := total + number; RETURN NEXT;

  place := 'telling.substitution'; what := 'deleted';
  DELETE FROM telling.substitution t
  WHERE t.person = ANY(ids) OR t.stand_in = ANY(ids) OR t.created_by = ANY(ids);
  GET DIAGNOSTICS number = ROW_COUNT; total := total + number; RETURN NEXT;

  place := 'telling.secret'; what := 'deleted';
  DELETE FROM telling.secret t USING telling.subscription s
  WHERE s.subscription_id = t.subscription_id AND s.owner = ANY(ids);
  GET DIAGNOSTICS number = ROW_COUNT; total := total + number; RETURN NEXT;

  place := 'telling.subscription'; what := 'ended; title and address removed';
  UPDATE telling.subscription t
  SET title = '', url = NULL, ended_at = coalesce(ended_at, now()),
      ended_because = coalesce(ended_because, 'OWNER')
  WHERE t.owner = ANY(ids);
  GET DIAGNOSTICS number = ROW_COUNT; total := total + number; RETURN NEXT;

  place := 'telling.attempt'; what := 'what the receiver answered removed';
  UPDATE telling.attempt t SET said = '' FROM telling.delivery d
  WHERE d.delivery_id = t.delivery_id AND (d.owner = ANY(ids) OR d.person = ANY(ids));
  GET DIAGNOSTICS number = ROW_COUNT; total := total + number; RETURN NEXT;

  -- That they were told of it stays.
  place := 'telling.delivery'; what := 'to them: address and content removed, what waits ended';
  UPDATE telling.delivery t
  SET address = '', receiver = '', content = NULL,
      state = CASE state WHEN 'WAITING' THEN 'ENDED' ELSE state END
  WHERE t.owner = ANY(ids) OR t.person = ANY(ids);
  GET DIAGNOSTICS number = ROW_COUNT; total := total + number; RETURN NEXT;

  -- What waits is written anew before it is sent.
  place := 'telling.delivery'; what := 'to others, naming them: content removed';
  UPDATE telling.delivery t SET content = NULL WHERE strpos(content, known_as) > 0;
  GET DIAGNOSTICS number = ROW_COUNT; total := total + number; RETURN NEXT;

  IF total > 0 THEN
    INSERT INTO persons.erasure (person, erased_by) VALUES (
      CASE WHEN id ~ '^person:[a-z2-7]{20}$' THEN id
           ELSE 'sha256:' || encode(sha256(convert_to(id, 'UTF8')), 'hex') END,
      by_whom);
  END IF;
END $$;
