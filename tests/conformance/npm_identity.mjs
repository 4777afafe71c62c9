// Gets a token with npm @azure/identity, as the job (JSON, the only argument) says; writes what came of it.
import {
  AzureCliCredential,
  AzureDeveloperCliCredential,
  DefaultAzureCredential,
  EnvironmentCredential,
  ManagedIdentityCredential,
  WorkloadIdentityCredential,
} from '@azure/identity';

// Else the test's own authority is looked up on the internet.
const offline = { disableInstanceDiscovery: true };
const makers = {
  AzureCliCredential: () => new AzureCliCredential(),
  AzureDeveloperCliCredential: () => new AzureDeveloperCliCredential(),
  EnvironmentCredential: () => new EnvironmentCredential(offline),
  WorkloadIdentityCredential: () => new WorkloadIdentityCredential(offline),
  ManagedIdentityCredential: () => new ManagedIdentityCredential({ clientId: process.env.AZURE_CLIENT_ID }),
  chain: () => new DefaultAzureCredential(offline),
};

async function ask(job) {
  try {
    const token = await makers[job.credential]().getToken(job.scope);
    return { outcome: 'token', token: token.token, expires_on: Math.floor(token.expiresOnTimestamp / 1000) };
  } catch (problem) {
    const outcome = problem.name === 'CredentialUnavailableError' ? 'unavailable' : 'failed';
    return { outcome, message: `${problem.name}: ${problem.message}` };
  }
}

console.log(JSON.stringify(await ask(JSON.parse(process.argv[2]))));
process.exit(0);
