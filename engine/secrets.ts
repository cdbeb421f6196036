import { createCipheriv, createDecipheriv, pbkdf2, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { PassphraseError, StateError } from "./errors";

const ITERATIONS = 1_000_000;
const KEY_BYTES = 32;
const SALT_BYTES = 8;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** The text whose encryption in the salt proves a passphrase, as Pulumi chose it. */
const CHECK_TEXT = "pulumi";

/** Encrypts and decrypts the secrets of one state. Texts have Pulumi's form `v1:nonce:ciphertext`. */
export class Crypter {
  readonly #key: Buffer;
  /** The salt with the passphrase's proof: `secrets_providers.state.salt` of a deployment. */
  readonly salt: string;

  /** With the salt's bytes alone, a fresh proof is made. */
  constructor(key: Buffer, salt: string | Buffer) {
    this.#key = key;
    this.salt = typeof salt === "string" ? salt : `v1:${salt.toString("base64")}:${this.encrypt(CHECK_TEXT)}`;
  }

  encrypt(text: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv("aes-256-gcm", this.#key, nonce);
    const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
    return `v1:${nonce.toString("base64")}:${sealed.toString("base64")}`;
  }

  decrypt(text: string): string {
    const [version, nonce, sealed] = text.split(":");
    if (version !== "v1" || nonce === undefined || sealed === undefined) {
      throw new StateError("a secret in the state has an unknown form");
    }
    const bytes = Buffer.from(sealed, "base64");
    const decipher = createDecipheriv("aes-256-gcm", this.#key, Buffer.from(nonce, "base64"));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString("utf8");
  }

  /** Whether the salt's proof opens with the key. */
  isRight(proof: string): boolean {
    try {
      return this.decrypt(proof) === CHECK_TEXT;
    } catch {
      return false;
    }
  }
}

/**
 * Opens crypters for one passphrase. The key derivation costs about half a second, so it is done once per salt; a new
 * stack reuses the salt that this instance made before.
 */
export class Passphrase {
  readonly #passphrase: string;
  readonly #crypters = new Map<string, Promise<Crypter>>();
  #fresh: Promise<Crypter> | undefined;

  constructor(passphrase: string) {
    this.#passphrase = passphrase;
  }

  /** A crypter for a state without secrets yet, with a new salt. */
  create(): Promise<Crypter> {
    this.#fresh ??= this.#createFresh();
    return this.#fresh;
  }

  /** The crypter of an existing state; throws PassphraseError where the passphrase is another. */
  open(salt: string): Promise<Crypter> {
    let crypter = this.#crypters.get(salt);
    if (crypter === undefined) {
      crypter = this.#openSalt(salt);
      this.#crypters.set(salt, crypter);
    }
    return crypter;
  }

  async #createFresh(): Promise<Crypter> {
    const salt = randomBytes(SALT_BYTES);
    const crypter = new Crypter(await this.#deriveKey(salt), salt);
    this.#crypters.set(crypter.salt, Promise.resolve(crypter));
    return crypter;
  }

  async #openSalt(salt: string): Promise<Crypter> {
    const match = /^v1:([A-Za-z0-9+/=]+):(v1:.+)$/.exec(salt);
    if (match?.[1] === undefined || match[2] === undefined) {
      throw new StateError("the state's secrets salt has an unknown form");
    }
    const crypter = new Crypter(await this.#deriveKey(Buffer.from(match[1], "base64")), salt);
    if (!crypter.isRight(match[2])) {
      throw new PassphraseError();
    }
    return crypter;
  }

  #deriveKey(salt: Buffer): Promise<Buffer> {
    return promisify(pbkdf2)(this.#passphrase, salt, ITERATIONS, KEY_BYTES, "sha256");
  }
}
