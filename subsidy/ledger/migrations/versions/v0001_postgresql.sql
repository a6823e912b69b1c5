CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is append-only: no % of %', lower(TG_OP), TG_TABLE_NAME USING ERRCODE = '23514', CONSTRAINT = 'append_only';
END $$

CREATE TRIGGER ledger_entry_append_only BEFORE UPDATE OR DELETE ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_refuse()

CREATE TRIGGER ledger_entry_not_emptied BEFORE TRUNCATE ON ledger_entry FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()

CREATE TRIGGER ledger_posting_append_only BEFORE UPDATE OR DELETE ON ledger_posting FOR EACH ROW EXECUTE FUNCTION ledger_refuse()

CREATE TRIGGER ledger_posting_not_emptied BEFORE TRUNCATE ON ledger_posting FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()

CREATE FUNCTION ledger_check() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  h ledger_head%ROWTYPE;
  r ledger_entry%ROWTYPE;
BEGIN
  SELECT * INTO STRICT h FROM ledger_head FOR UPDATE;
  IF NEW.id <> h.count + 1 OR NEW.previous <> h.hash THEN
    RAISE EXCEPTION 'entry % does not follow entry %', NEW.id, h.count USING ERRCODE = '40001', CONSTRAINT = 'chain';
  END IF;
  IF NEW.reference IS NOT NULL THEN
    SELECT * INTO r FROM ledger_entry WHERE id = NEW.reference;
    IF NOT FOUND OR r.uscc <> NEW.uscc OR r.provision <> NEW.provision OR r.matter <> NEW.matter
       OR (NEW.kind = 'reversed' AND (r.kind = 'reversed' OR r.amount <> NEW.amount))
       OR (NEW.kind <> 'reversed' AND r.kind <> 'granted') THEN
      RAISE EXCEPTION 'entry % cannot refer to entry %', NEW.id, NEW.reference USING ERRCODE = '23514', CONSTRAINT = 'reference';
    END IF;
  END IF;
  IF EXISTS (SELECT FROM ledger_balance WHERE uscc = NEW.uscc AND provision = NEW.provision AND matter = NEW.matter AND last_day > NEW.day) THEN
    RAISE EXCEPTION 'entry % is dated before the one before it', NEW.id USING ERRCODE = '23514', CONSTRAINT = 'day_order';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER ledger_entry_check BEFORE INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_check()

CREATE FUNCTION ledger_keep() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  undone text := (SELECT kind FROM ledger_entry WHERE id = NEW.reference AND NEW.kind = 'reversed');
  grants bigint := CASE coalesce(undone, NEW.kind) WHEN 'granted' THEN NEW.amount WHEN 'clawed_back' THEN -NEW.amount ELSE 0 END;
  pays bigint := CASE coalesce(undone, NEW.kind) WHEN 'paid' THEN NEW.amount ELSE 0 END;
  b ledger_balance%ROWTYPE;
  begins boolean;
BEGIN
  IF undone IS NOT NULL THEN
    grants := -grants;
    pays := -pays;
  END IF;
  INSERT INTO ledger_balance (uscc, provision, matter, granted, paid, exclusive, last_day)
    VALUES (NEW.uscc, NEW.provision, NEW.matter, 0, 0, false, NEW.day) ON CONFLICT DO NOTHING;
  UPDATE ledger_balance SET
      granted = granted + grants,
      paid = paid + pays,
      cap = CASE WHEN NEW.kind = 'granted' THEN NEW.cap ELSE cap END,
      exclusive = CASE WHEN NEW.kind = 'granted' THEN NEW.exclusive ELSE exclusive END,
      last_day = NEW.day
    WHERE uscc = NEW.uscc AND provision = NEW.provision AND matter = NEW.matter RETURNING * INTO b;
  IF b.paid > b.granted AND (NEW.kind = 'paid' OR undone = 'granted') THEN
    RAISE EXCEPTION 'more is paid than granted' USING ERRCODE = '23514', CONSTRAINT = 'overpaid';
  END IF;
  begins := NEW.kind = 'granted' AND b.granted = NEW.amount;
  INSERT INTO ledger_enterprise (uscc, provision, matters, once) VALUES (NEW.uscc, NEW.provision, 0, false) ON CONFLICT DO NOTHING;
  UPDATE ledger_enterprise SET
      matters = (SELECT count(*) FROM ledger_balance WHERE uscc = NEW.uscc AND provision = NEW.provision AND granted > 0),
      once = CASE WHEN begins THEN NEW.once ELSE once END
    WHERE uscc = NEW.uscc AND provision = NEW.provision;
  UPDATE ledger_head SET count = NEW.id, hash = NEW.hash;
  RETURN NULL;
END $$

CREATE TRIGGER ledger_entry_keep AFTER INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_keep()
