-- SPDX-License-Identifier: GPL-3.0-or-later
-- Every entry of the audit log carries a hash over its fields and the hash before it (drivers/store/audit.cpp).
ALTER TABLE audit ADD COLUMN hash BLOB;
CREATE INDEX audit_by_who    ON audit (who);
CREATE INDEX audit_by_target ON audit (target);

-- An entry from before this step is given its hash, once; nothing else of it, and nothing of any other, is ever changed.
DROP TRIGGER audit_stays;
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
  WHEN OLD.hash IS NOT NULL OR NEW.hash IS NULL
    OR (NEW.id, NEW.at, NEW.who, NEW.action, NEW.target, NEW.before, NEW.after)
       IS NOT (OLD.id, OLD.at, OLD.who, OLD.action, OLD.target, OLD.before, OLD.after)
  BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_is_chained BEFORE INSERT ON audit WHEN NEW.hash IS NULL
  BEGIN SELECT RAISE(ABORT, 'audit is chained'); END;
-- The hashes cannot be made here: whoever opens the database next does it.
INSERT INTO settings (key, value) VALUES ('audit_to_chain', '1');
