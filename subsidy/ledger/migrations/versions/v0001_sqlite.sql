CREATE TRIGGER ledger_entry_append_only BEFORE UPDATE ON ledger_entry BEGIN SELECT RAISE(ABORT, 'append_only'); END

CREATE TRIGGER ledger_entry_not_emptied BEFORE DELETE ON ledger_entry BEGIN SELECT RAISE(ABORT, 'append_only'); END

CREATE TRIGGER ledger_posting_append_only BEFORE UPDATE ON ledger_posting BEGIN SELECT RAISE(ABORT, 'append_only'); END

CREATE TRIGGER ledger_posting_not_emptied BEFORE DELETE ON ledger_posting BEGIN SELECT RAISE(ABORT, 'append_only'); END

CREATE TRIGGER ledger_posting_once BEFORE INSERT ON ledger_posting BEGIN
  SELECT RAISE(ABORT, 'append_only') FROM ledger_posting
    WHERE receipt = NEW.receipt AND uscc = NEW.uscc AND provision = NEW.provision AND matter = NEW.matter;
END

CREATE TRIGGER ledger_entry_check BEFORE INSERT ON ledger_entry BEGIN
  SELECT RAISE(ABORT, 'chain') WHERE NOT EXISTS (SELECT 1 FROM ledger_head WHERE NEW.id = count + 1 AND NEW.previous = hash);
  SELECT RAISE(ABORT, 'chain') WHERE EXISTS (SELECT 1 FROM ledger_entry WHERE hash = NEW.hash);
  SELECT RAISE(ABORT, 'reversed_before') WHERE NEW.kind = 'reversed'
    AND EXISTS (SELECT 1 FROM ledger_entry WHERE kind = 'reversed' AND reference = NEW.reference);
  SELECT RAISE(ABORT, 'reference') WHERE NEW.reference IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM ledger_entry AS r WHERE r.id = NEW.reference AND r.uscc = NEW.uscc AND r.provision = NEW.provision AND r.matter = NEW.matter
      AND CASE WHEN NEW.kind = 'reversed' THEN r.kind <> 'reversed' AND r.amount = NEW.amount ELSE r.kind = 'granted' END);
  SELECT RAISE(ABORT, 'day_order') FROM ledger_balance
    WHERE uscc = NEW.uscc AND provision = NEW.provision AND matter = NEW.matter AND last_day > NEW.day;
END

CREATE TRIGGER ledger_entry_keep AFTER INSERT ON ledger_entry BEGIN
  INSERT INTO ledger_balance (uscc, provision, matter, granted, paid, exclusive, last_day)
    SELECT NEW.uscc, NEW.provision, NEW.matter, 0, 0, 0, NEW.day
    WHERE NOT EXISTS (SELECT 1 FROM ledger_balance WHERE uscc = NEW.uscc AND provision = NEW.provision AND matter = NEW.matter);
  UPDATE ledger_balance SET
      granted = granted + CASE
        WHEN NEW.kind = 'granted' THEN NEW.amount
        WHEN NEW.kind = 'clawed_back' THEN -NEW.amount
        WHEN NEW.kind = 'reversed' THEN
          (SELECT CASE kind WHEN 'granted' THEN -NEW.amount WHEN 'clawed_back' THEN NEW.amount ELSE 0 END FROM ledger_entry WHERE id = NEW.reference)
        ELSE 0 END,
      paid = paid + CASE
        WHEN NEW.kind = 'paid' THEN NEW.amount
        WHEN NEW.kind = 'reversed' THEN (SELECT CASE kind WHEN 'paid' THEN -NEW.amount ELSE 0 END FROM ledger_entry WHERE id = NEW.reference)
        ELSE 0 END,
      cap = CASE WHEN NEW.kind = 'granted' THEN NEW.cap ELSE cap END,
      exclusive = CASE WHEN NEW.kind = 'granted' THEN NEW.exclusive ELSE exclusive END,
      last_day = NEW.day
    WHERE uscc = NEW.uscc AND provision = NEW.provision AND matter = NEW.matter;
  SELECT RAISE(ABORT, 'overpaid') FROM ledger_balance
    WHERE uscc = NEW.uscc AND provision = NEW.provision AND matter = NEW.matter AND paid > granted
      AND (NEW.kind = 'paid' OR (NEW.kind = 'reversed' AND EXISTS (SELECT 1 FROM ledger_entry WHERE id = NEW.reference AND kind = 'granted')));
  INSERT INTO ledger_enterprise (uscc, provision, matters, once)
    SELECT NEW.uscc, NEW.provision, 0, 0
    WHERE NOT EXISTS (SELECT 1 FROM ledger_enterprise WHERE uscc = NEW.uscc AND provision = NEW.provision);
  UPDATE ledger_enterprise SET
      matters = (SELECT count(*) FROM ledger_balance WHERE uscc = NEW.uscc AND provision = NEW.provision AND granted > 0),
      once = CASE
        WHEN NEW.kind = 'granted' AND NEW.amount = (
          SELECT granted FROM ledger_balance WHERE uscc = NEW.uscc AND provision = NEW.provision AND matter = NEW.matter)
        THEN NEW.once ELSE once END
    WHERE uscc = NEW.uscc AND provision = NEW.provision;
  UPDATE ledger_head SET count = NEW.id, hash = NEW.hash;
END
