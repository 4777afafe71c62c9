// Gets a token with npm @azure/identity, as the job (JSON, the only argument) says; writes what came of it.
import {
  AuthorizationCodeCredential,
  AzureCliCredential,
  AzureDeveloperCliCredential,
  DefaultAzureCredential,
  DeviceCodeCredential,
  EnvironmentCredential,
  InteractiveBrowserCredential,
  ManagedIdentityCredential,
  OnBehalfOfCredential,
  WorkloadIdentityCredential,
} from '@azure/identity';

// Else the test's own authority is looked up on the internet.
const offline = { disableInstanceDiscovery: true };
const person = (job) => ({ ...offline, tenantId: job.tenant_id, clientId: job.client_id });
const byCode = (job) =>
  job.client_secret
    ? new AuthorizationCodeCredential(
        job.tenant_id, job.client_id, job.client_secret, job.code, job.redirect_uri, offline)
    : new AuthorizationCodeCredential(job.tenant_id, job.client_id, job.code, job.redirect_uri, offline);
const makers = {
  AzureCliCredential: () => new AzureCliCredential(),
  AzureDeveloperCliCredential: () => new AzureDeveloperCliCredential(),
  EnvironmentCredential: () => new EnvironmentCredential(offline),
  WorkloadIdentityCredential: () => new WorkloadIdentityCredential(offline),
  ManagedIdentityCredential: () => new ManagedIdentityCredential({ clientId: process.env.AZURE_CLIENT_ID }),
  chain: () => new DefaultAzureCredential(offline),
  AuthorizationCodeCredential: byCode,
  DeviceCodeCredential: (job) => new DeviceCodeCredential({ ...person(job), userPromptCallback: () => {} }),
  InteractiveBrowserCredential: (job) => new InteractiveBrowserCredential(person(job)),
  OnBehalfOfCredential: (job) =>
    new OnBehalfOfCredential({
      ...person(job), clientSecret: job.client_secret, userAssertionToken: job.assertion }),
};

async function ask(job) {
  try {
    const credential = makers[job.credential](job);
    let token;
    for (const scope of [job.scope, ...(job.then ?? [])]) token = await credential.getToken(scope);
    return { outcome: 'token', token: token.token, expires_on: Math.floor(token.expiresOnTimestamp / 1000) };
  } catch (problem) {
    const outcome = problem.name === 'CredentialUnavailableError' ? 'unavailable' : 'failed';
    return { outcome, message: `${problem.name}: ${problem.message}` };
  }
}

console.log(JSON.stringify(await ask(JSON.parse(process.argv[2]))));
process.exit(0);
