-- The office of who is accountable, where the facts give it in more languages than one.
ALTER TABLE node ADD COLUMN role_kk text, ADD COLUMN role_ru text;
