CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.sessions (
    token_hash character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_seen timestamp with time zone NOT NULL
);
CREATE TABLE public.turns (
    session character varying(64) NOT NULL,
    seq integer NOT NULL,
    key character varying(200) NOT NULL,
    payload text NOT NULL,
    knowledge character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL
);
INSERT INTO public.alembic_version VALUES ('0001');
INSERT INTO public.sessions VALUES ('66d34fba71f8f450f7e45598853e53bfc23bbd129027cbb131a2f4ffd7878cd0', '2026-11-27 09:30:07.000001+00', '2026-11-27 09:31:10.00001+00');
INSERT INTO public.sessions VALUES ('f01b57226261ae3756b93936e1c4e6b849f9a5b0933fa3b91843bf4195b9d964', '2026-11-27 09:31:17.000011+00', '2026-11-27 09:31:24.000012+00');
INSERT INTO public.sessions VALUES ('0c49d89230696ff3c031ca5a128a4e121e3589bf872c17fa04487ed0cc245d21', '2026-11-27 09:31:31.000013+00', '2026-11-27 09:31:31.000013+00');
INSERT INTO public.turns VALUES ('66d34fba71f8f450f7e45598853e53bfc23bbd129027cbb131a2f4ffd7878cd0', 1, 'key-0', '{"kind":"continue","text":"","activity":"","level":null,"mark":"","option":"","reason":""}', '0000000000000000000000000000000000000000000000000000000000000000', '2026-11-27 09:30:14.000002+00');
INSERT INTO public.turns VALUES ('66d34fba71f8f450f7e45598853e53bfc23bbd129027cbb131a2f4ffd7878cd0', 2, 'key-1', '{"kind":"say","text":"It''s all \"by hand\"; `DROP TABLE turns;` — naïve, 日本語, 🙂\nand a second line.","activity":"data-collection","level":null,"mark":"","option":"","reason":""}', '0000000000000000000000000000000000000000000000000000000000000000', '2026-11-27 09:30:21.000003+00');
INSERT INTO public.turns VALUES ('66d34fba71f8f450f7e45598853e53bfc23bbd129027cbb131a2f4ffd7878cd0', 3, 'key-2', '{"kind":"reply","text":"","activity":"model-training","level":2,"mark":"","option":"","reason":""}', '0000000000000000000000000000000000000000000000000000000000000000', '2026-11-27 09:30:28.000004+00');
INSERT INTO public.turns VALUES ('66d34fba71f8f450f7e45598853e53bfc23bbd129027cbb131a2f4ffd7878cd0', 4, 'key-3', '{"kind":"mark","text":"","activity":"rollback","level":null,"mark":"not-applicable","option":"","reason":""}', '0000000000000000000000000000000000000000000000000000000000000000', '2026-11-27 09:30:35.000005+00');
INSERT INTO public.turns VALUES ('66d34fba71f8f450f7e45598853e53bfc23bbd129027cbb131a2f4ffd7878cd0', 5, 'key-4', '{"kind":"edit","text":"","activity":"data-validation","level":0,"mark":"","option":"","reason":""}', '0000000000000000000000000000000000000000000000000000000000000000', '2026-11-27 09:30:42.000006+00');
INSERT INTO public.turns VALUES ('66d34fba71f8f450f7e45598853e53bfc23bbd129027cbb131a2f4ffd7878cd0', 6, 'key-5', '{"kind":"forget","text":"","activity":"model-training","level":null,"mark":"","option":"","reason":""}', '0000000000000000000000000000000000000000000000000000000000000000', '2026-11-27 09:30:49.000007+00');
INSERT INTO public.turns VALUES ('66d34fba71f8f450f7e45598853e53bfc23bbd129027cbb131a2f4ffd7878cd0', 7, 'key-6', '{"kind":"context","text":"","activity":"regulated","level":null,"mark":"","option":"yes","reason":""}', '0000000000000000000000000000000000000000000000000000000000000000', '2026-11-27 09:30:56.000008+00');
INSERT INTO public.turns VALUES ('66d34fba71f8f450f7e45598853e53bfc23bbd129027cbb131a2f4ffd7878cd0', 8, 'key-7', '{"kind":"model","text":"","activity":"","level":null,"mark":"","option":"google","reason":""}', '0000000000000000000000000000000000000000000000000000000000000000', '2026-11-27 09:31:03.000009+00');
INSERT INTO public.turns VALUES ('66d34fba71f8f450f7e45598853e53bfc23bbd129027cbb131a2f4ffd7878cd0', 9, 'key-8', '{"kind":"undo","text":"","activity":"","level":null,"mark":"","option":"","reason":""}', '0000000000000000000000000000000000000000000000000000000000000000', '2026-11-27 09:31:10.00001+00');
INSERT INTO public.turns VALUES ('f01b57226261ae3756b93936e1c4e6b849f9a5b0933fa3b91843bf4195b9d964', 1, 'key-0', '{"kind":"continue","text":"","activity":"","level":null,"mark":"","option":"","reason":""}', '0000000000000000000000000000000000000000000000000000000000000000', '2026-11-27 09:31:24.000012+00');
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.turns
    ADD CONSTRAINT one_turn_per_key UNIQUE (session, key);
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (token_hash);
ALTER TABLE ONLY public.turns
    ADD CONSTRAINT turns_pkey PRIMARY KEY (session, seq);
CREATE INDEX ix_sessions_last_seen ON public.sessions USING btree (last_seen);
ALTER TABLE ONLY public.turns
    ADD CONSTRAINT turns_session_fkey FOREIGN KEY (session) REFERENCES public.sessions(token_hash) ON DELETE CASCADE;
