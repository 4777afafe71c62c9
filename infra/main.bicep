// Parley on Azure, without a key: an identity, its role on the model's account, and a place that runs the image.
targetScope = 'resourceGroup'

@description('Start of every name that is made.')
@minLength(3)
@maxLength(20)
param name string = 'parley'

@description('Where everything is made.')
param location string = resourceGroup().location

@description('The image to run, such as myregistry.azurecr.io/parley:1.')
param image string

@description('Name of an Azure container registry in this resource group that holds the image; empty for a public one.')
param registryName string = ''

@description('What runs the image.')
@allowed([
  'containerApp'
  'appService'
])
param hosting string = 'containerApp'

@description('Whose identity calls the model: the app\'s own, which goes when the app goes, or one that outlives it.')
@allowed([
  'system'
  'user'
])
param identityKind string = 'user'

@description('An Azure OpenAI account in this resource group; empty to make one.')
param openAiAccountName string = ''

@description('The deployment that answers; made with this name when the account is made.')
param deploymentName string = 'chat'

@description('Model of that deployment, when it is made.')
param modelName string = 'gpt-4.1-mini'

@description('Version of that model.')
param modelVersion string = '2025-04-14'

@description('Thousand tokens a minute of that deployment.')
@minValue(1)
param capacity int = 30

var accountName = empty(openAiAccountName) ? '${name}-${uniqueString(resourceGroup().id)}' : openAiAccountName
var usesRegistry = !empty(registryName)
// An image is pulled before the app's own identity exists, so a private registry needs one that is made first.
var makesIdentity = identityKind == 'user' || usesRegistry

module account 'modules/openai.bicep' = if (empty(openAiAccountName)) {
  name: 'openai'
  params: {
    name: accountName
    location: location
    deploymentName: deploymentName
    modelName: modelName
    modelVersion: modelVersion
    capacity: capacity
  }
}

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = if (makesIdentity) {
  name: '${name}-identity'
  location: location
}

module pull 'modules/registry-role.bicep' = if (usesRegistry) {
  name: 'registry-role'
  params: {
    registryName: registryName
    principalId: makesIdentity ? identity.properties.principalId : ''
  }
}

module containerApp 'modules/container-app.bicep' = if (hosting == 'containerApp') {
  name: 'container-app'
  params: {
    name: name
    location: location
    image: image
    registryServer: usesRegistry ? '${registryName}.azurecr.io' : ''
    identityKind: identityKind
    identityId: makesIdentity ? identity.id : ''
    identityClientId: makesIdentity ? identity.properties.clientId : ''
    openAiEndpoint: 'https://${accountName}.openai.azure.com'
    deploymentName: deploymentName
  }
  dependsOn: [
    pull
  ]
}

module appService 'modules/app-service.bicep' = if (hosting == 'appService') {
  name: 'app-service'
  params: {
    name: name
    location: location
    image: image
    usesRegistry: usesRegistry
    identityKind: identityKind
    identityId: makesIdentity ? identity.id : ''
    identityClientId: makesIdentity ? identity.properties.clientId : ''
    openAiEndpoint: 'https://${accountName}.openai.azure.com'
    deploymentName: deploymentName
  }
  dependsOn: [
    pull
  ]
}

module containerAppRole 'modules/openai-role.bicep' = if (hosting == 'containerApp') {
  name: 'container-app-openai-role'
  params: {
    accountName: accountName
    principalId: identityKind == 'user' ? identity.properties.principalId : containerApp.outputs.principalId
  }
  dependsOn: [
    account
  ]
}

module appServiceRole 'modules/openai-role.bicep' = if (hosting == 'appService') {
  name: 'app-service-openai-role'
  params: {
    accountName: accountName
    principalId: identityKind == 'user' ? identity.properties.principalId : appService.outputs.principalId
  }
  dependsOn: [
    account
  ]
}

output address string = hosting == 'containerApp' ? containerApp.outputs.address : appService.outputs.address
output openAiEndpoint string = 'https://${accountName}.openai.azure.com'
