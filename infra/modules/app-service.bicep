// Runs the image as an App Service, with the app's own identity or a given one.
param name string
param location string
param image string
param usesRegistry bool
param identityKind string
param identityId string
param identityClientId string
param openAiEndpoint string
param deploymentName string

var hasGiven = !empty(identityId)
var usesSystem = identityKind == 'system'

resource plan 'Microsoft.Web/serverfarms@2023-12-01' = {
  name: '${name}-plan'
  location: location
  kind: 'linux'
  sku: {
    name: 'B1'
  }
  properties: {
    reserved: true
  }
}

resource site 'Microsoft.Web/sites@2023-12-01' = {
  name: '${name}-${uniqueString(resourceGroup().id)}'
  location: location
  kind: 'app,linux,container'
  identity: {
    type: usesSystem ? (hasGiven ? 'SystemAssigned, UserAssigned' : 'SystemAssigned') : 'UserAssigned'
    userAssignedIdentities: hasGiven ? {
      '${identityId}': {}
    } : null
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    siteConfig: {
      linuxFxVersion: 'DOCKER|${image}'
      acrUseManagedIdentityCreds: usesRegistry
      acrUserManagedIdentityID: usesRegistry ? identityClientId : null
      alwaysOn: true
      ftpsState: 'Disabled'
      minTlsVersion: '1.2'
      http20Enabled: true
      healthCheckPath: '/healthz'
      appSettings: concat([
        {
          name: 'WEBSITES_PORT'
          value: '8080'
        }
        {
          name: 'WEBSITES_ENABLE_APP_SERVICE_STORAGE'
          value: 'false'
        }
        {
          name: 'PARLEY_HOST'
          value: '0.0.0.0'
        }
        {
          name: 'PARLEY_PORT'
          value: '8080'
        }
        {
          name: 'PARLEY_MODEL'
          value: deploymentName
        }
        {
          name: 'AZURE_OPENAI_ENDPOINT'
          value: openAiEndpoint
        }
        {
          name: 'AZURE_TOKEN_CREDENTIALS'
          value: 'ManagedIdentityCredential'
        }
      ], usesSystem ? [] : [
        {
          name: 'AZURE_CLIENT_ID'
          value: identityClientId
        }
      ])
    }
  }
}

output address string = 'https://${site.properties.defaultHostName}'
output principalId string = usesSystem ? site.identity.principalId : ''
