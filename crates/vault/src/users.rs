use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::passphrase::check_passphrase;
use crate::transaction::Reading;
use crate::vault::{clean_login, open_slot};
use crate::{NewUser, RecoveryCode, Result, User, Vault, VaultError};

impl Vault {
    /// Gives another person a key of their own.
    ///
    /// # Errors
    /// [`VaultError::UserExists`], [`VaultError::WeakPassphrase`], [`VaultError::LoginMissing`].
    pub fn add_user(&mut self, user: &NewUser, now: Timestamp) -> Result<()> {
        let login = clean_login(&user.login)?;
        check_passphrase(&user.passphrase)?;
        if self.keyring.holds(login) {
            return Err(VaultError::UserExists);
        }
        let mut keyring = self.keyring.clone();
        keyring.put(&self.key, login, &user.name, &user.passphrase)?;
        // The row first: a row without a slot opens nothing and is overwritten by the next attempt.
        put_user(&self.connection, login, &user.name, &user.credential, now)?;
        keyring.store(&self.folder)?;
        self.keyring = keyring;
        Ok(())
    }

    /// # Errors
    /// [`VaultError::WrongPassphrase`] and [`VaultError::TooSoon`] for the `current` one,
    /// [`VaultError::WeakPassphrase`] for the `new` one.
    pub fn change_passphrase(&mut self, login: &str, current: &str, new: &str, now: Timestamp) -> Result<()> {
        check_passphrase(new)?;
        open_slot(&self.folder, &mut self.keyring, login, current, now)?;
        let name = self.keyring.name(login).ok_or(VaultError::UnknownUser)?.to_owned();
        let mut keyring = self.keyring.clone();
        keyring.put(&self.key, login, &name, new)?;
        keyring.store(&self.folder)?;
        self.keyring = keyring;
        Ok(())
    }

    /// A new recovery code; the one before it opens nothing any more.
    pub fn renew_recovery_code(&mut self) -> Result<RecoveryCode> {
        let code = RecoveryCode::random()?;
        let mut keyring = self.keyring.clone();
        keyring.put_recovery(&self.key, &code)?;
        keyring.store(&self.folder)?;
        self.keyring = keyring;
        Ok(code)
    }

    /// By sign-in name.
    pub fn users(&self) -> Result<Vec<User>> {
        self.read(|reading| reading.users())
    }

    pub fn user(&self, login: &str) -> Result<Option<User>> {
        self.read(|reading| reading.user(login))
    }
}

impl Reading<'_> {
    /// By sign-in name.
    pub fn users(&self) -> Result<Vec<User>> {
        let mut statement =
            self.connection.prepare_cached("SELECT login, name, credential FROM user ORDER BY login")?;
        let users = statement.query_map([], user_of)?;
        Ok(users.collect::<Result<_, _>>()?)
    }

    pub fn user(&self, login: &str) -> Result<Option<User>> {
        let sql = "SELECT login, name, credential FROM user WHERE login = ?1";
        Ok(self.connection.prepare_cached(sql)?.query_row([login], user_of).optional()?)
    }
}

pub(crate) fn put_user(
    connection: &Connection,
    login: &str,
    name: &str,
    credential: &str,
    now: Timestamp,
) -> Result<()> {
    let sql = include_str!("put_user.sql");
    connection.execute(sql, params![login, name, credential, now.to_string()])?;
    Ok(())
}

fn user_of(row: &Row<'_>) -> rusqlite::Result<User> {
    Ok(User { login: row.get(0)?, name: row.get(1)?, credential: row.get(2)? })
}
