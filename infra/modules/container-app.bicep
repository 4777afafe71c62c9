// Runs the image as a Container App, with the app's own identity or a given one.
param name string
param location string
param image string
param registryServer string
param identityKind string
param identityId string
param identityClientId string
param openAiEndpoint string
param deploymentName string

var hasGiven = !empty(identityId)
var usesSystem = identityKind == 'system'

resource environment 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: '${name}-environment'
  location: location
  properties: {
    appLogsConfiguration: {
      destination: 'azure-monitor'
    }
  }
}

resource app 'Microsoft.App/containerApps@2024-03-01' = {
  name: name
  location: location
  identity: {
    type: usesSystem ? (hasGiven ? 'SystemAssigned,UserAssigned' : 'SystemAssigned') : 'UserAssigned'
    userAssignedIdentities: hasGiven ? {
      '${identityId}': {}
    } : null
  }
  properties: {
    managedEnvironmentId: environment.id
    configuration: {
      activeRevisionsMode: 'Single'
      ingress: {
        external: true
        targetPort: 8080
        transport: 'auto'
        allowInsecure: false
      }
      registries: empty(registryServer) ? [] : [
        {
          server: registryServer
          identity: identityId
        }
      ]
    }
    template: {
      containers: [
        {
          name: 'parley'
          image: image
          resources: {
            cpu: json('0.5')
            memory: '1Gi'
          }
          env: concat([
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
          probes: [
            {
              type: 'Startup'
              httpGet: {
                path: '/healthz'
                port: 8080
              }
              periodSeconds: 5
              failureThreshold: 60
            }
            {
              type: 'Liveness'
              httpGet: {
                path: '/healthz'
                port: 8080
              }
            }
            {
              type: 'Readiness'
              httpGet: {
                path: '/readyz'
                port: 8080
              }
            }
          ]
        }
      ]
      scale: {
        minReplicas: 1
        maxReplicas: 3
      }
    }
  }
}

output address string = 'https://${app.properties.configuration.ingress.fqdn}'
output principalId string = usesSystem ? app.identity.principalId : ''
